import { CustomerIncidents } from '../../schemas/customer-incidents.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: the incidents that they are told of. As long as the incident itself is remembered. */
export const customerIncidents = store({
  name: 'customer-incidents',
  schema: CustomerIncidents,
  expiry: { afterMs: days(90) },
})
