import { GroupChanged } from '../schemas/group-changed.generated.ts'
import { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const groupEvents = stream({
  name: 'group.events',
  key: 'the kind of group, a colon, which, # and the bucket of the customer, such as regions:north#3f',
  records: [GroupChanged, IncidentSpread],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'Who belongs to a group, and what happens to all of it, in one order. In buckets, because a row of a whole region would outgrow a record. Seven days: it is read at once, and made again from its sources.',
})
