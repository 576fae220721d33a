import { EngagementEvent } from '../schemas/engagement-event.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const engagementEvents = stream({
  name: 'engagement.events',
  key: 'as in braze.events: the customer’s id; of people nobody knows braze: and an id',
  records: [EngagementEvent],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'Who was sent, opened, clicked, ignored and bought what: each event once, compatible for ever. The data team’s stream, and what flows on engagement read. Thirty days, for whoever loads it in arrears.',
})
