import { CampaignAssetApproved } from '../schemas/campaign-asset-approved.generated.ts'
import { CampaignEligibilityRequested } from '../schemas/campaign-eligibility-requested.generated.ts'
import { CampaignPreferencesChanged } from '../schemas/campaign-preferences-changed.generated.ts'
import { CampaignPushRequested } from '../schemas/campaign-push-requested.generated.ts'
import { CampaignSurveyAnswered } from '../schemas/campaign-survey-answered.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const campaignEvents = stream({
  name: 'campaign.events',
  key: 'the customer’s id; asset: and its id for what is about no person',
  records: [
    CampaignPushRequested,
    CampaignEligibilityRequested,
    CampaignSurveyAnswered,
    CampaignAssetApproved,
    CampaignPreferencesChanged,
  ],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What campaigns at Braze ask for or report by webhook, in each customer’s order. Thirty days: an outage, found late, can be replayed.',
})
