import { KnownPreferences } from '../../schemas/known-preferences.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By customer: when each preference was last said. */
export const preferences = store({
  name: 'preferences',
  schema: KnownPreferences,
  expiry: 'none: one row per customer, and an old preference that comes late must never overwrite a newer one',
})
