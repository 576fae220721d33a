import { EngagementEvent } from '../schemas/engagement-event.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const brazeEvents = stream({
  name: 'braze.events',
  key: 'the customer’s id; of people nobody knows braze: and Braze’s user id, else braze: and the event’s id',
  records: [EngagementEvent],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What Braze Currents delivers, in our words, as it came: twice where Braze sent it twice. Thirty days: an outage, found late, can be replayed.',
})
