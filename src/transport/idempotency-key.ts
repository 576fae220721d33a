import { createHash } from 'node:crypto'

/** What every header can carry. Without a dot: Standard Webhooks signs the key with dots around it, and what has none of its own cannot be read in two ways. */
const fits = /^[\x21-\x2d\x2f-\x7e]{1,255}$/

/** The delivery id as a header's value: itself wherever it fits, which it does unless an event's id is unusual; else its hash. The same for ever, and no other id's. */
export const idempotencyKeyOf = (deliveryId: string): string =>
  fits.test(deliveryId) ? deliveryId : hashed([deliveryId])

/** The key of a call that carries several: of these very ones in this order, and so never that of a call with others. */
export const batchKeyOf = (deliveryIds: readonly string[]): string => hashed(deliveryIds)

const hashed = (ids: readonly string[]): string =>
  `sha256-${createHash('sha256').update(JSON.stringify(ids)).digest('hex')}`
