import { EngagementScored } from '../schemas/engagement-scored.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const engagementScores = stream({
  name: 'engagement.scores',
  key: 'the customer’s id',
  records: [EngagementScored],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'How engaged a customer is, whenever that changes: what flows on a low score wait for. Seven days: it is read at once, and made again from its sources.',
})
