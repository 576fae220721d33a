import { BrazeDeleteCatalogItem } from '../schemas/braze-delete-catalog-item.generated.ts'
import { BrazePutCatalogItem } from '../schemas/braze-put-catalog-item.generated.ts'
import { BrazeSendTransactional } from '../schemas/braze-send-transactional.generated.ts'
import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { BrazeSetEmailStatus } from '../schemas/braze-set-email-status.generated.ts'
import { BrazeSetSubscription } from '../schemas/braze-set-subscription.generated.ts'
import { BrazeTrackEvent } from '../schemas/braze-track-event.generated.ts'
import { BrazeTrackPurchase } from '../schemas/braze-track-purchase.generated.ts'
import { BrazeTriggerCampaign } from '../schemas/braze-trigger-campaign.generated.ts'
import { BrazeTriggerCanvas } from '../schemas/braze-trigger-canvas.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const brazeCommands = stream({
  name: 'braze.commands',
  key: 'the customer’s id, Braze’s external_id; the item for commands to a catalog',
  records: [
    BrazeTrackEvent,
    BrazeSetAttributes,
    BrazeTrackPurchase,
    BrazeTriggerCampaign,
    BrazeTriggerCanvas,
    BrazeSendTransactional,
    BrazeSetSubscription,
    BrazeSetEmailStatus,
    BrazePutCatalogItem,
    BrazeDeleteCatalogItem,
  ],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What Braze shall be told, in each customer’s order. Fourteen days: longer than any outage of Braze that is waited out.',
})
