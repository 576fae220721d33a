import type { EngagementEvent } from '../../../../schemas/engagement-event.generated.ts'
import { decimalText } from '../exact-numbers.ts'
import type { Fields } from '../fields.ts'
import type { Kind } from './kinds.ts'

/** What is known of an event before its own fields are read. */
export interface Envelope {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly source: string
  readonly type: string
  readonly externalUserId: string | null
  readonly brazeUserId: string | null
}

/**
 * The canonical record, its extra still empty. Takes what it reads out of `user` and `properties`. One literal, for objects of so many fields are slow to put together from parts.
 */
export const engagementOf = (envelope: Envelope, kind: Kind, user: Fields, properties: Fields): EngagementEvent => ({
  eventId: envelope.eventId,
  subject: envelope.subject,
  occurredAt: envelope.occurredAt,
  source: envelope.source,
  type: envelope.type,
  kind: kind.kind,
  category: kind.category,
  action: kind.action,
  channel: kind.channel ?? (kind.category === 'other' ? null : properties.word('channel', channelOf)),

  externalUserId: envelope.externalUserId,
  brazeUserId: envelope.brazeUserId,
  timezone: user.text('timezone') ?? properties.text('timezone'),
  workspaceId: properties.text('app_group_id'),
  appId: properties.text('app_id'),
  deviceId: user.text('device_id') ?? properties.firstText(devices),
  platform: properties.text('platform'),
  osVersion: properties.firstText(systems),
  deviceModel: properties.text('device_model'),
  userAgent: properties.text('user_agent'),
  emailAddress: properties.text('email_address'),
  phoneNumber: properties.firstText(phones),

  campaignId: properties.text('campaign_id'),
  campaignName: properties.text('campaign_name'),
  messageVariationId: properties.text('message_variation_id'),
  messageVariationName: properties.text('message_variation_name'),
  canvasId: properties.text('canvas_id'),
  canvasName: properties.text('canvas_name'),
  canvasVariationId: properties.text('canvas_variation_id'),
  canvasVariationName: properties.text('canvas_variation_name'),
  canvasStepId: properties.text('canvas_step_id'),
  canvasStepName: properties.text('canvas_step_name'),
  canvasStepMessageVariationId: properties.firstText(stepVariation),
  sendId: properties.text('send_id'),
  dispatchId: properties.text('dispatch_id'),
  messageId: properties.text('message_id'),
  contentId: properties.firstText(carriers),

  url: properties.firstText(urls),
  shortUrl: properties.text('short_url'),
  linkId: properties.text('link_id'),
  linkAlias: properties.text('link_alias'),
  button: properties.firstText(buttons),
  machineOpen: properties.flag('machine_open'),
  suspectedBot: properties.flag('is_suspected_bot_click'),
  suspectedBotReasons: properties.texts('suspected_bot_click_reason'),
  reason: properties.firstText(reasons),
  reasonDetail: properties.firstText(reasonDetails),
  messageBody: properties.text('message_body'),

  subscriptionStatus: subscriptionStatusOf(kind, properties),
  subscriptionGroupId: properties.text('subscription_group_id'),
  stateChangeSource: properties.text('state_change_source'),

  name: properties.text('name'),
  productId: properties.text('product_id'),
  price: properties.word('price', decimalText),
  currency: properties.word('currency', upper),
  properties: properties.object(bags),
  extra: {},
})

const upper = (code: string) => code.toUpperCase()

/** The same thing has several names: one in Avro and another over HTTP, or one in each kind of event. */
const devices = ['device_id', 'push_token_device_id']
const systems = ['os_version', 'device_os']
const phones = ['to_phone_number', 'user_phone_number', 'phone_number']
const urls = ['url', 'target']
const buttons = ['button_id', 'button_string']
const reasonDetails = ['abort_log', 'retry_log', 'provider_error_title', 'error', 'raw_response']
const bags = ['custom_properties', 'purchase_properties', 'properties']
const stepVariation = ['canvas_step_message_variation_id', 'canvas_step_message_variation_api_id']

const carriers = [
  'survey_id',
  'content_card_id',
  'card_id',
  'banner_placement_id',
  'feature_flag_id_name',
  'landing_page_api_id',
  'activity_id',
]

const reasons = [
  'abort_type',
  'retry_type',
  'bounce_reason',
  'deferral_reason',
  'provider_error_code',
  'webhook_failure_source',
  'exit_reason',
  'reason',
]

/** What somebody writes back may be a word that subscribes: then `action` says so. */
const subscriptionStatusOf = ({ action }: Kind, properties: Fields) =>
  properties.word('subscription_status', statusOf) ??
  (action === 'replied' ? properties.word('action', statusOf) : null)

const statuses: readonly string[] = ['subscribed', 'unsubscribed', 'opted_in']

/** Subscribed, subscribed, Opted In: it is written in several ways. */
function statusOf(text: string): string | null {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
  return statuses.includes(word) ? word : null
}

const channelOf = (text: string): string | null => {
  const word = text.trim().toLowerCase()
  return word === 'whats_app' ? 'whatsapp' : /^[a-z_]{1,40}$/.test(word) ? word : null
}
