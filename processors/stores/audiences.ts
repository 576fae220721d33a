import { Audience } from '../../schemas/audience.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By person:, role:, location: or unit: and which: everybody in it. */
export const audiences = store({
  name: 'audiences',
  schema: Audience,
  expiry: 'none: as many rows as there are employees, roles, locations and units',
})
