import { CampaignEligibilityRequested } from '../schemas/campaign-eligibility-requested.generated.ts'
import { processor } from '../src/stream/define.ts'
import { campaignEvents } from '../topics/campaign-events.ts'
import { customerContent } from '../topics/customer-content.ts'

/** Flow E5: a campaign's question goes to where the customer's documents are known, so that question and approval meet in one order. */
export const askEligibility = processor({
  name: 'ask-eligibility',
  input: { from: campaignEvents, only: [CampaignEligibilityRequested] },
  lookups: {},
  keeps: [],
  outputs: [customerContent],
  reasons: [],
  process: ({ value }, _rows, { forward }) => forward(customerContent, CampaignEligibilityRequested, value),
})
