import type { RecordSchema } from '../../../schemas/record.ts'
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
import type { Command, CommandEnvelope } from '../../stream/define.ts'
import { deleteItemPart, deleteItemsKind, putItemPart, putItemsKind } from './catalog.ts'
import type { Kind } from './kind.ts'
import {
  campaignKind,
  campaignPart,
  canvasKind,
  canvasPart,
  transactionalKind,
  transactionalPart,
} from './messaging.ts'
import type { Part, Refused } from './part.ts'
import { emailKind, emailPart, subscriptionKind, subscriptionPart } from './subscription.ts'
import { attributesPart, eventPart, purchasePart, trackKind } from './track.ts'

/** How commands of one schema become parts of a call. */
export interface Recipe {
  readonly kind: Kind
  /** The list that they all go into, where there is one. */
  readonly list: string | undefined
  /** Never throws. */
  readonly partOf: (command: Command) => Part | Refused
}

/** The recipes by schema, for calls of /users/track with at most `trackBatch` objects. */
export function recipes(trackBatch: number): ReadonlyMap<string, Recipe> {
  const track = trackKind(trackBatch)
  return new Map([
    recipe(BrazeTrackEvent, 'properties', track, eventPart, 'events'),
    recipe(BrazeSetAttributes, 'attributes', track, attributesPart, 'attributes'),
    recipe(BrazeTrackPurchase, 'productId', track, purchasePart, 'purchases'),
    recipe(BrazeTriggerCampaign, 'campaignId', campaignKind, campaignPart),
    recipe(BrazeTriggerCanvas, 'canvasId', canvasKind, canvasPart),
    recipe(BrazeSendTransactional, 'campaignId', transactionalKind, transactionalPart),
    recipe(BrazeSetSubscription, 'groupId', subscriptionKind, subscriptionPart),
    recipe(BrazeSetEmailStatus, 'email', emailKind, emailPart),
    recipe(BrazePutCatalogItem, 'fields', putItemsKind, putItemPart),
    recipe(BrazeDeleteCatalogItem, 'itemId', deleteItemsKind, deleteItemPart),
  ])
}

function recipe<T extends CommandEnvelope>(
  { name }: RecordSchema<string, T>,
  field: keyof T & string,
  kind: Kind,
  make: (value: T) => Part | Refused,
  list?: string,
): [string, Recipe] {
  // The codec has decoded the value by this very schema.
  const isOurs = (value: unknown): value is T => typeof value === 'object' && value !== null && field in value
  const partOf = ({ value }: Command) => (isOurs(value) ? make(value) : { refusal: `no_such_command: no ${name}` })
  return [name, { kind, list, partOf }]
}

/** Whom a command is about: those of one subject keep their order. */
export const subjectOf = ({ value }: Command): string =>
  typeof value === 'object' && value !== null && 'subject' in value && typeof value.subject === 'string'
    ? value.subject
    : ''
