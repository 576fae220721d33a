import { Decision } from '../schemas/decision.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const decisions = stream({
  name: 'decisions',
  key: 'the subject that was decided on',
  records: [Decision],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'Why somebody was not messaged. As long as the events that were decided on.',
})
