import { KnownIncident } from '../../schemas/known-incident.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By incident: whom it was spread to. Ninety days after its last word. */
export const incidents = store({
  name: 'incidents',
  schema: KnownIncident,
  expiry: { afterMs: days(90) },
})
