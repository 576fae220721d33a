import type { Handled } from '../../frame/call.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { refused, taken } from '../route.ts'
import type { Drawn, Request } from '../route.ts'
import type { Campaign, Canvas } from '../workspace-settings.ts'
import { deliverTo } from './deliver.ts'
import type { Sending } from './deliver.ts'
import { newDispatchId } from './dispatch-id.ts'
import { isHandled, readAudience } from './recipients.ts'

const maxContextBytes = 50 * 1024

/** POST /campaigns/trigger/send */
export function triggerCampaign(braze: Braze, request: Request): Handled {
  const { campaign_id: id } = request.body
  if (typeof id !== 'string' || id === '') {
    return refused(400, 'campaign_id must be a string of the campaign api identifier')
  }
  const campaign = braze.workspace.campaigns.get(id)
  if (campaign?.type !== 'api') return refused(400, 'Invalid Campaign ID')
  return send(braze, request, { kind: 'campaign', of: campaign }, ['trigger_properties'])
}

/** POST /canvas/trigger/send */
export function triggerCanvas(braze: Braze, request: Request): Handled {
  const { canvas_id: id, context } = request.body
  const canvas = typeof id === 'string' ? braze.workspace.canvases.get(id) : undefined
  if (!canvas) return refused(400, 'canvas_id must be a string of the Canvas api identifier')
  if (context !== undefined && Buffer.byteLength(JSON.stringify(context)) > maxContextBytes) {
    return refused(400, "'context' must be at most 50 KB")
  }
  return send(braze, request, { kind: 'canvas', of: canvas }, ['context', 'canvas_entry_properties'])
}

/** A paused or archived one is answered like any other, with a notice, and sends nothing. */
function send(
  braze: Braze,
  { call, body }: Request,
  what: Pick<Sending, 'kind' | 'of'>,
  propertiesFields: readonly string[],
): Handled {
  const audience = readAudience(body, propertiesFields, braze.frame.settings().blockedExternalIds)
  if (isHandled(audience)) return audience
  const dispatchId = newDispatchId()
  const notice = noticeOf(what)
  if (notice !== undefined) {
    return { ...taken({ dispatch_id: dispatchId, notice }), applied: false }
  }
  const sending = { ...what, dispatchId, sendId: body['send_id'] }
  processLater(braze, call, () => deliverTo(braze, call, sending, audience))
  return taken({ dispatch_id: dispatchId })
}

function noticeOf({ kind, of }: { kind: Sending['kind']; of: Campaign | Canvas }): string | undefined {
  const noun = kind === 'canvas' ? 'Canvas' : 'campaign'
  if (of.archived) {
    return `The ${noun} is archived. Unarchive the ${noun} in order for trigger requests to take effect.`
  }
  return of.paused
    ? `The ${noun} is paused. Resume the ${noun} in order for trigger requests to take effect.`
    : undefined
}

/** A broadcast draws on two pools, one of them for its audience alone; everything else on the shared one. */
export function sendPools({ body }: Request): readonly Drawn[] {
  const { segment_id, audience, broadcast } = body
  if (broadcast !== true && segment_id === undefined && audience === undefined) return ['shared']
  const window = JSON.stringify([segment_id, audience])
  return ['broadcast', { pool: 'broadcast audience', window }]
}
