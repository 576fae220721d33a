import { CustomerOutbox } from '../../schemas/customer-outbox.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: what waits to be sent and what was sent. Ninety days: longer than any cap, and as long as a thread is remembered. */
export const outbox = store({
  name: 'outbox',
  schema: CustomerOutbox,
  expiry: { afterMs: days(90) },
})
