import { BrazeDeleteCatalogItem } from '../../../schemas/braze-delete-catalog-item.generated.ts'
import { BrazePutCatalogItem } from '../../../schemas/braze-put-catalog-item.generated.ts'
import { BrazeSendTransactional } from '../../../schemas/braze-send-transactional.generated.ts'
import { BrazeSetAttributes } from '../../../schemas/braze-set-attributes.generated.ts'
import { BrazeSetEmailStatus } from '../../../schemas/braze-set-email-status.generated.ts'
import { BrazeSetSubscription } from '../../../schemas/braze-set-subscription.generated.ts'
import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import { BrazeTrackPurchase } from '../../../schemas/braze-track-purchase.generated.ts'
import { BrazeTriggerCampaign } from '../../../schemas/braze-trigger-campaign.generated.ts'
import { BrazeTriggerCanvas } from '../../../schemas/braze-trigger-canvas.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { Learned } from '../../../src/egress/braze/learned.ts'
import type { Part } from '../../../src/egress/braze/part.ts'
import { choose } from '../../../src/egress/braze/plan.ts'
import { recipes } from '../../../src/egress/braze/request.ts'
import type { Command, InDoubtWay } from '../../../src/stream/define.ts'

export const occurredAt = Date.UTC(2026, 2, 1, 12, 0, 0, 250)
const envelope = (subject: string) => ({ deliveryId: 'e-1/rule/braze', eventId: 'e-1', subject, occurredAt })

const maker =
  <T extends object>(schema: RecordSchema<string, T>, defaults: Omit<T, keyof ReturnType<typeof envelope>>) =>
  (subject: string, over: Partial<T> = {}): Command => ({
    schema: schema.name,
    value: { ...envelope(subject), ...defaults, ...over },
  })

/** Commands by what they do. */
export const eventFor = maker(BrazeTrackEvent, { name: 'seen', properties: {} })
export const purchaseFor = maker(BrazeTrackPurchase, {
  productId: 'p-1',
  currency: 'EUR',
  price: 9.5,
  quantity: 1,
  properties: {},
})
export const campaignFor = maker(BrazeTriggerCampaign, {
  campaignId: 'c-1',
  sendId: null,
  properties: {},
  attributes: {},
})
export const canvasFor = maker(BrazeTriggerCanvas, { canvasId: 'v-1', properties: {}, attributes: {} })
export const transactionalFor = maker(BrazeSendTransactional, { campaignId: 't-1', properties: {}, attributes: {} })
export const subscriptionFor = maker(BrazeSetSubscription, { groupId: 'g-1', state: 'subscribed' })
export const emailFor = maker(BrazeSetEmailStatus, { email: 'ada@example.com', state: 'unsubscribed' })
export const putItemFor = maker(BrazePutCatalogItem, { catalog: 'shop', itemId: 'i-1', fields: { price: 2 } })
export const deleteItemFor = maker(BrazeDeleteCatalogItem, { catalog: 'shop', itemId: 'i-1' })
const setAttributes = maker(BrazeSetAttributes, { attributes: {} })

export const attributesFor = (
  subject: string,
  attributes: BrazeSetAttributes['attributes'] = { tier: 'gold' },
  deliveryId = 'e-1/rule/braze',
): Command => setAttributes(subject, { attributes, deliveryId })

function partOf(command: Command) {
  return (
    recipes(75).get(command.schema)?.partOf(command) ?? { refusal: `no_such_command: no recipe for ${command.schema}` }
  )
}

/** What a command that Braze may be sent adds to a call. */
export function sendable(command: Command): Part {
  const part = partOf(command)
  if ('refusal' in part) throw new Error(part.refusal)
  return part
}

/** The entry of a command that goes in as an object. */
export function entryOf(command: Command): Readonly<Record<string, unknown>> {
  const { entry } = sendable(command)
  if (typeof entry === 'string') throw new Error(`a text: ${entry}`)
  return entry
}

/** The reason why Braze must not be sent a command; undefined where it may be. */
export function refusalOf(command: Command): string | undefined {
  const part = partOf(command)
  return 'refusal' in part ? part.refusal : undefined
}

/** What the next call for the commands would be. */
export interface Planned {
  readonly chosen: readonly number[]
  readonly refused: readonly number[]
  readonly places: readonly string[]
  readonly endpoint: string
  readonly inDoubt: InDoubtWay | undefined
  /** Method and path. */
  readonly to: string
  readonly text: string
  readonly body: unknown
}

export function planned(commands: readonly Command[], batch = 75, learned = new Learned()): Planned {
  const { chosen, refused, draft } = choose(commands, recipes(batch), learned)
  const request = draft?.request()
  const text = typeof request?.body === 'string' ? request.body : '{}'
  return {
    chosen,
    refused: refused.map(({ at }) => at),
    places: draft?.places ?? [],
    endpoint: draft?.kind.endpoint ?? '',
    inDoubt: draft?.inDoubt,
    to: request ? `${request.method} ${request.path}` : '',
    text,
    body: JSON.parse(text),
  }
}

/** Numbers from 0 up to 1, always the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
