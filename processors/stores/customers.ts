import { Customer } from '../../schemas/customer.generated.ts'
import { store } from '../../src/stream/define.ts'

/** What is known of each customer: consents and profile, the newest word of each by event time. */
export const customers = store({
  name: 'customers',
  schema: Customer,
  expiry: 'none: one row per customer, and a consent that was withdrawn must never be forgotten',
})
