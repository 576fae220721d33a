import { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const incidentCustomers = stream({
  name: 'incident.customers',
  key: 'the customer’s id',
  records: [IncidentSpread],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'Incidents at each customer whom they affect, whichever list names them. Seven days: it is read at once, and made again from its sources.',
})
