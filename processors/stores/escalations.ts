import { Escalations } from '../../schemas/escalations.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: when each case was escalated last. Longer than any period between two escalations. */
export const escalations = store({
  name: 'escalations',
  schema: Escalations,
  expiry: { afterMs: days(400) },
})
