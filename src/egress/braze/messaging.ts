import type { BrazeSendTransactional } from '../../../schemas/braze-send-transactional.generated.ts'
import type { BrazeTriggerCampaign } from '../../../schemas/braze-trigger-campaign.generated.ts'
import type { BrazeTriggerCanvas } from '../../../schemas/braze-trigger-canvas.generated.ts'
import { arrayOf, post, type Kind } from './kind.ts'
import { attributesRefusal, subjectRefusal, valuesRefusal, type Part, type Refused, type Values } from './part.ts'

/** Recipients that one call may name. */
const mostRecipients = 50

/** What both triggers do alike: a user is named once per call, and Braze keeps no call that it got twice apart. */
const trigger: Omit<Kind, 'request'> = {
  endpoint: 'shared_pool',
  most: mostRecipients,
  mostPerList: mostRecipients,
  pair: () => 'waits',
  inDoubt: () => 'lookup',
}

/** POST /campaigns/trigger/send for one campaign and one send id. */
export const campaignKind: Kind = {
  ...trigger,
  request: (lists, { shared }) =>
    post('/campaigns/trigger/send', `${shared.slice(0, -1)},"recipients":${arrayOf(lists.get('recipients'))}}`),
  sharedIsWrong: /invalid campaign id|campaign_id must be|campaign does not exist|campaign is (paused|archived)/i,
}

/** POST /canvas/trigger/send for one Canvas. */
export const canvasKind: Kind = {
  ...trigger,
  request: (lists, { shared }) =>
    post('/canvas/trigger/send', `${shared.slice(0, -1)},"recipients":${arrayOf(lists.get('recipients'))}}`),
  sharedIsWrong: /invalid canvas id|canvas_id must be|canvas does not exist|canvas is (paused|archived)/i,
}

/** POST /transactional/v1/campaigns/{id}/send: one recipient, and the only call that Braze dedupes, for 24 hours by external_send_id. */
export const transactionalKind: Kind = {
  endpoint: '/transactional/send',
  most: 1,
  mostPerList: 1,
  pair: () => 'waits',
  request: (lists, { shared }) =>
    post(`/transactional/v1/campaigns/${encodeURIComponent(shared)}/send`, lists.get('recipient')?.[0] ?? '{}'),
  inDoubt: () => 'resend',
  sharedIsWrong:
    /campaign_id must be|campaign does not exist|campaign is (paused|archived)|not a transactional campaign/i,
}

export function campaignPart(command: BrazeTriggerCampaign): Part | Refused {
  const shared = { campaign_id: command.campaignId, ...(command.sendId !== null && { send_id: command.sendId }) }
  return recipient(command, JSON.stringify(shared), 'trigger_properties')
}

export const canvasPart = (command: BrazeTriggerCanvas): Part | Refused =>
  recipient(command, JSON.stringify({ canvas_id: command.canvasId }), 'context')

export function transactionalPart(command: BrazeSendTransactional): Part | Refused {
  const refusal = messageRefusal(command)
  if (refusal !== undefined) return { refusal }
  const { deliveryId, subject } = command
  const entry = {
    external_send_id: sendIdOf(deliveryId),
    trigger_properties: propertiesOf(command),
    recipient: { external_user_id: subject, ...attributesOf(command) },
  }
  return { deliveryId, shared: command.campaignId, list: 'recipient', about: subject, entry }
}

/** What every message says. */
interface Message {
  readonly deliveryId: string
  readonly subject: string
  readonly properties: Values
  readonly attributes: Values
}

function recipient(message: Message, shared: string, field: 'trigger_properties' | 'context'): Part | Refused {
  const refusal = messageRefusal(message)
  if (refusal !== undefined) return { refusal }
  const { deliveryId, subject } = message
  const entry = { external_user_id: subject, [field]: propertiesOf(message), ...attributesOf(message) }
  return { deliveryId, shared, list: 'recipients', about: subject, entry }
}

const messageRefusal = ({ subject, properties, attributes }: Message): string | undefined =>
  subjectRefusal(subject) ?? valuesRefusal(properties) ?? attributesRefusal(attributes)

/** The delivery id lets a template, a webhook or Braze's reports find a send that came twice. */
const propertiesOf = ({ properties, deliveryId }: Message): Values => ({
  ...properties,
  signalbox_delivery_id: deliveryId,
})

const attributesOf = ({ attributes }: Message): { attributes?: Values } =>
  Object.keys(attributes).length > 0 ? { attributes } : {}

/** Braze takes letters, digits and -_+/= here. Any other id is told in base64, behind an = that no id as it is begins with; postbacks show it. */
export const sendIdOf = (deliveryId: string): string =>
  /^[a-zA-Z0-9\-_+/][a-zA-Z0-9\-_+/=]*$/.test(deliveryId)
    ? deliveryId
    : `=${Buffer.from(deliveryId).toString('base64url')}`
