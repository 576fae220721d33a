import { BrazeTriggerCampaign } from '../schemas/braze-trigger-campaign.generated.ts'
import { BrazeTriggerCanvas } from '../schemas/braze-trigger-canvas.generated.ts'
import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import { PushSend } from '../schemas/push-send.generated.ts'
import type { MessageSettings } from '../src/flow-settings/index.ts'
import type { Verdict, Verdicts } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { pushCommands } from '../topics/push-commands.ts'
import { campaignOf, pushGateway } from './rules/channel.ts'
import type { Going } from './rules/going.ts'

export const name = 'send-customer-messages'
export const destinations = [brazeCommands, pushCommands] as const

/** What tells the destination to send a message by a channel. */
export function messageCommand(
  { message, rule }: Going,
  channel: string,
  forward: Verdicts<(typeof destinations)[number], never, never, never>['forward'],
): Verdict {
  const { enterCampaignId, enterCanvasId } = message
  if (enterCanvasId !== null)
    return forward(brazeCommands, BrazeTriggerCanvas, { ...toBraze(message), canvasId: enterCanvasId })
  const campaignId = enterCampaignId ?? campaignOf(rule.campaigns, channel)
  if (campaignId === undefined) throw new TypeError(`${message.flow} has no campaign for ${channel}`)
  return campaignId === pushGateway
    ? forward(pushCommands, PushSend, toGateway(message, rule))
    : forward(brazeCommands, BrazeTriggerCampaign, { ...toBraze(message), campaignId, sendId: null })
}

const envelope = ({ eventId, subject, occurredAt }: MessageRequested, destination: string) => ({
  deliveryId: `${eventId}/${name}/${destination}`,
  eventId,
  subject,
  occurredAt,
})

const correlationOf = ({ correlationId, thread, eventId }: MessageRequested) => correlationId ?? thread ?? eventId

const toBraze = (message: MessageRequested) => ({
  ...envelope(message, 'braze'),
  properties: { ...message.properties, correlation_id: correlationOf(message), flow: message.flow },
  attributes: {},
})

function toGateway(message: MessageRequested, { urgent }: MessageSettings): PushSend {
  const { title = null, summary = null, link = null, data = {} } = message.push ?? {}
  return {
    ...envelope(message, 'push'),
    users: [message.subject],
    clients: [],
    groups: [],
    broadcast: false,
    title,
    summary,
    data: link === null ? data : { ...data, link },
    actions: [],
    priority: urgent ? 'high' : 'normal',
    ttlSeconds: null,
    expiresAt: message.expiresAt,
    correlationId: correlationOf(message),
  }
}
