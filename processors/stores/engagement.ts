import { CustomerEngagement } from '../../schemas/customer-engagement.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: the engagement score. Forty-five days: the settings allow a window of thirty, and messages wait for an answer. */
export const engagement = store({
  name: 'engagement',
  schema: CustomerEngagement,
  expiry: { afterMs: days(45) },
})
