import { Memberships } from '../../schemas/memberships.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By customer: the groups that they are in. */
export const memberships = store({
  name: 'memberships',
  schema: Memberships,
  expiry: 'none: one row per customer, as long as the profile is known',
})
