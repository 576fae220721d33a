import { OnboardingStages } from '../../schemas/onboarding-stages.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: the stage of each onboarding. Longer than an onboarding takes. */
export const onboarding = store({
  name: 'onboarding',
  schema: OnboardingStages,
  expiry: { afterMs: days(400) },
})
