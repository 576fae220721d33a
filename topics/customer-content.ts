import { CampaignEligibilityRequested } from '../schemas/campaign-eligibility-requested.generated.ts'
import { ContentChanged } from '../schemas/content-changed.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const customerContent = stream({
  name: 'customer.content',
  key: 'the customer’s id',
  records: [ContentChanged, CampaignEligibilityRequested],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'What happens in Extended ECM by whom it is about, and campaigns’ requests beside it, so that an approval and the request that needs it meet in one order. Seven days: it is read at once, and made again from its sources.',
})
