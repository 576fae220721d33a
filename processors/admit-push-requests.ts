import { CampaignPushRequested } from '../schemas/campaign-push-requested.generated.ts'
import type { CustomerEngagement } from '../schemas/customer-engagement.generated.ts'
import type { Customer } from '../schemas/customer.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading } from '../src/stream/define.ts'
import { campaignEvents } from '../topics/campaign-events.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { ask } from './ask.ts'
import { named } from './by-name.ts'
import { standingOf } from './engagement-score.ts'
import { customers } from './stores/customers.ts'
import { engagement } from './stores/engagement.ts'

type Criteria = Flows['P6']['criteria']['default']
const pushRequest = reading(CampaignPushRequested, ['campaignId', 'title', 'body', 'link', 'data', 'expiresAt'])

/** Flow P6: of the customers for whom a campaign asks for a push, those get it who meet its criteria. `scoreWindowMs`: how far back the score of E6 reaches. */
export const admitPushRequests = ({ criteria }: Flows['P6'], scoreWindowMs: number) =>
  processor({
    name: 'admit-push-requests',
    input: { from: campaignEvents, only: [pushRequest] },
    lookups: { customer: customers, engaged: engagement },
    keeps: [],
    outputs: [customerMessages],
    reasons: ['not_a_customer', 'not_in_segment', 'score_unknown', 'score_too_low'],

    process({ value }, { customer, engaged }, { forward, drop }) {
      const { subject, occurredAt, campaignId, title, body, link, data, expiresAt } = value
      if (subject.startsWith('braze:')) return drop('not_a_customer')
      const wanted = criteriaOf(criteria, campaignId)
      if (!isIn(wanted.segments, customer)) return drop('not_in_segment')
      const refusal = scoreRefusal(wanted, engaged, occurredAt, scoreWindowMs)
      if (refusal) return drop(refusal)

      const push = { title, summary: body, link, data }
      return forward(customerMessages, MessageRequested, ask('P6', value, { message: 'push', push, expiresAt }))
    },
  })

/** Those of the campaign, or those for every campaign that has none. */
const criteriaOf = (criteria: Flows['P6']['criteria'], campaignId: string | null): Criteria =>
  named(criteria, campaignId ?? 'default') ?? criteria.default

/** Braze tells a segment as an attribute of the profile. */
const isIn = (segments: readonly string[], customer: Customer | undefined): boolean =>
  segments.every(segment => customer?.profile[`segment:${segment}`]?.value === true)

function scoreRefusal(
  { lowestScore }: Criteria,
  engaged: CustomerEngagement | undefined,
  at: number,
  windowMs: number,
) {
  if (lowestScore === null) return undefined
  const { score, events } = standingOf(engaged?.score ?? [], at, windowMs)
  if (events === 0) return 'score_unknown'
  return score < lowestScore ? 'score_too_low' : undefined
}
