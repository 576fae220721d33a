import { Decisions } from '../schemas/decisions.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const decisions = stream({
  name: 'decisions',
  key: 'none: a record holds the decisions of one task, in the partition of its subjects’ events',
  records: [Decisions],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'Why somebody was not messaged. As long as the events that were decided on. One record per commit, processor and reason, because one per event would cost as much as the events.',
})
