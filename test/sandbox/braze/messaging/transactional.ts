import type { Handled } from '../../frame/call.ts'
import { isJsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { refused } from '../route.ts'
import type { Request } from '../route.ts'
import type { Campaign } from '../workspace-settings.ts'
import { deliverTo } from './deliver.ts'
import { newDispatchId } from './dispatch-id.ts'
import { propertiesOf, readRecipient } from './recipients.ts'

const externalSendId = /^[a-zA-Z0-9-_+/=]+$/
const queued = 'The external reference has been queued.  Please retry to obtain send_id.'

/** POST /transactional/v1/campaigns/{campaign_id}/send: one recipient, and no second send for one external_send_id in 24 hours. */
export function sendTransactional(braze: Braze, request: Request): Handled {
  const { parameters, body, call } = request
  const campaign = campaignOf(braze, parameters['campaign_id'])
  if (typeof campaign === 'string') return refused(400, campaign)
  const { external_send_id: id } = body
  if (id === undefined || id === null) return send(braze, request, campaign, undefined)
  if (typeof id !== 'string' || !externalSendId.test(id)) return refused(400, "'external_send_id' is not valid")
  const known = braze.sends.find(campaign.id, id, call.atMs)
  if (!known) return send(braze, request, campaign, id)
  if (call.atMs < known.atMs + braze.frame.settings().externalSendQueuedMs) return refused(400, queued)
  return { answer: { status: 201, body: known.answer }, applied: false }
}

function send(braze: Braze, { call, body }: Request, campaign: Campaign, externalId: string | undefined): Handled {
  if (!isJsonObject(body['recipient'])) return refused(400, "'recipient' must be an object")
  const shared = propertiesOf(body, ['trigger_properties'])
  const { blockedExternalIds } = braze.frame.settings()
  const recipient = readRecipient(body['recipient'], [], shared, blockedExternalIds)
  if (typeof recipient === 'string') return refused(400, recipient)
  const dispatchId = newDispatchId()
  const at = new Date(call.atMs).toISOString()
  const answer = {
    dispatch_id: dispatchId,
    status: 'sent',
    metadata: {
      received_at: at,
      enqueued_at: at,
      executed_at: at,
      sent_at: at,
      campaign_api_id: campaign.id,
      ...(externalId !== undefined && { external_send_id: externalId }),
    },
  }
  if (externalId !== undefined) braze.sends.keep(campaign.id, externalId, { atMs: call.atMs, answer })
  const marked = externalId === undefined ? recipient : { ...recipient, properties: { delivery_id: externalId } }
  const sending = { kind: 'transactional', of: campaign, dispatchId, sendId: undefined } as const
  processLater(braze, call, () => deliverTo(braze, call, sending, [marked]))
  return { answer: { status: 201, body: answer }, applied: true }
}

/** The campaign, or why nothing can be sent of it. */
function campaignOf({ workspace }: Braze, id = ''): Campaign | string {
  const campaign = workspace.campaigns.get(id)
  if (!campaign) return 'Campaign does not exist'
  if (campaign.type !== 'transactional') {
    return 'The campaign is not a transactional campaign. Only transactional campaigns may use this endpoint'
  }
  if (campaign.archived) {
    return 'The campaign is archived. Unarchive the campaign in order for trigger requests to take effect.'
  }
  return campaign.paused
    ? 'The campaign is paused. Resume the campaign in order for trigger requests to take effect.'
    : campaign
}
