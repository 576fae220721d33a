// Written by schemas/generate.ts from braze-track-purchase.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: record a purchase of a user (POST /users/track, purchases). */
export interface BrazeTrackPurchase {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** What was bought: at most 255 characters. */
  productId: string
  /** ISO 4217, upper case. */
  currency: string
  /** Price of one, in units of currency. */
  price: number
  /** How many, 1 to 100: Braze counts each as a purchase. */
  quantity: number
  /** The purchase's properties. */
  properties: Record<string, null | boolean | number | string | string[]>
}

export const BrazeTrackPurchase: RecordSchema<'signalbox.braze.BrazeTrackPurchase', BrazeTrackPurchase> = {
  name: 'signalbox.braze.BrazeTrackPurchase',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeTrackPurchase',
    namespace: 'signalbox.braze',
    doc: 'Command: record a purchase of a user (POST /users/track, purchases).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: "The customer, Braze's external_id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'productId', type: 'string', doc: 'What was bought: at most 255 characters.' },
      { name: 'currency', type: 'string', doc: 'ISO 4217, upper case.' },
      { name: 'price', type: 'double', doc: 'Price of one, in units of currency.' },
      { name: 'quantity', type: 'int', doc: 'How many, 1 to 100: Braze counts each as a purchase.', default: 1 },
      {
        name: 'properties',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: "The purchase's properties.",
        default: {},
      },
    ],
  },
}
