import type { BrazeSetAttributes } from '../../../schemas/braze-set-attributes.generated.ts'
import type { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import type { BrazeTrackPurchase } from '../../../schemas/braze-track-purchase.generated.ts'
import { arrayOf, post, type Kind } from './kind.ts'
import {
  attributesRefusal,
  fittingAll,
  longestString,
  subjectRefusal,
  valuesRefusal,
  type Part,
  type Refused,
} from './part.ts'

/** ms from 1970 to the last time that ISO 8601 as JavaScript writes it can tell, in either direction. */
const latestTime = 8.64e15
/** Braze takes quantities of 1 to 100, and counts each as a purchase. */
const largestQuantity = 100

/** The order in which Braze applies the lists of a request. */
const lists = ['attributes', 'events', 'purchases']

/** POST /users/track with at most `most` objects. Older contracts take 75 in each list, newer ones 75 in all. */
export const trackKind = (most: number): Kind => ({
  endpoint: '/users/track',
  most,
  mostPerList: 75,
  pair(earlier, later) {
    const behind = lists.indexOf(later.list) - lists.indexOf(earlier.list)
    if (behind < 0) return 'waits'
    // Braze bills each attribute that an object sets: one object sets each but once, to its last value.
    if (
      behind > 0 ||
      later.list !== 'attributes' ||
      typeof earlier.entry === 'string' ||
      typeof later.entry === 'string'
    )
      return 'beside'
    return { joined: { ...earlier.entry, ...later.entry } }
  },
  request(given) {
    const present = lists.filter(list => given.has(list))
    return post('/users/track', `{${present.map(list => `"${list}":${arrayOf(given.get(list))}`).join(',')}}`)
  },
  // Attributes only set what they say; equal events and purchases count twice.
  inDoubt: given => (given.has('events') || given.has('purchases') ? 'lookup' : 'resend'),
})

export function eventPart(command: BrazeTrackEvent): Part | Refused {
  const { deliveryId, subject, name, occurredAt, eventId, properties } = command
  const refusal = subjectRefusal(subject) ?? timeRefusal(occurredAt) ?? valuesRefusal(properties)
  if (refusal !== undefined) return { refusal }
  // The event id lets Braze's own reports find a duplicate.
  const all = { ...fittingAll(properties), event_id: eventId }
  const entry = { external_id: subject, name, time: timeOf(occurredAt), properties: all }
  return { deliveryId, shared: '', list: 'events', about: subject, entry }
}

export function attributesPart({ deliveryId, subject, attributes }: BrazeSetAttributes): Part | Refused {
  const refusal = subjectRefusal(subject) ?? attributesRefusal(attributes)
  if (refusal !== undefined) return { refusal }
  const entry = { ...fittingAll(attributes), external_id: subject }
  return { deliveryId, shared: '', list: 'attributes', about: subject, entry }
}

export function purchasePart(command: BrazeTrackPurchase): Part | Refused {
  const { deliveryId, subject, productId, currency, price, quantity, occurredAt, eventId, properties } = command
  const refusal =
    subjectRefusal(subject) ?? timeRefusal(occurredAt) ?? valuesRefusal(properties) ?? purchaseRefusal(command)
  if (refusal !== undefined) return { refusal }
  const all = { ...fittingAll(properties), event_id: eventId }
  const what = { product_id: productId, currency, price, quantity }
  const entry = { external_id: subject, ...what, time: timeOf(occurredAt), properties: all }
  return { deliveryId, shared: '', list: 'purchases', about: subject, entry }
}

function purchaseRefusal({ productId, currency, price, quantity }: BrazeTrackPurchase): string | undefined {
  if (!Number.isFinite(price)) return 'no_such_number: JSON cannot tell the price'
  if (productId.length > longestString) return `product_id_too_long: Braze takes ${longestString} characters`
  if (!/^[A-Z]{3}$/.test(currency)) return 'no_such_currency: Braze takes ISO 4217, such as EUR'
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > largestQuantity)
    return `no_such_quantity: Braze takes 1 to ${largestQuantity}`
  return undefined
}

const timeOf = (at: number): string => new Date(at).toISOString()

const timeRefusal = (at: number): string | undefined =>
  Math.abs(at) <= latestTime ? undefined : `no_such_time: ${at} ms since 1970`
