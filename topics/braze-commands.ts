import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { BrazeTrackEvent } from '../schemas/braze-track-event.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const brazeCommands = stream({
  name: 'braze.commands',
  key: 'the customer’s id, Braze’s external_id',
  records: [BrazeTrackEvent, BrazeSetAttributes],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What Braze shall be told, in each customer’s order. Fourteen days: longer than any outage of Braze that is waited out.',
})
