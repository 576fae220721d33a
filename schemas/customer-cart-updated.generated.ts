// Written by schemas/generate.ts from customer-cart-updated.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** One line of a cart. */
export interface CartItem {
  /** The product's id in the shop. */
  productId: string
  /** How many of it. */
  quantity: number
  /** Price of one, in units of currency. */
  price: null | number
}

/** A customer's cart changed; it holds now what is listed here. */
export interface CustomerCartUpdated {
  /** The source's own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The cart's id in the shop. */
  cartId: string
  /** What the cart holds; empty when it was emptied. */
  items: CartItem[]
  /** The cart's value as the shop counts it, in units of currency. */
  total: null | number
  /** ISO 4217, upper case. */
  currency: null | string
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CustomerCartUpdated: RecordSchema<'signalbox.customer.CustomerCartUpdated', CustomerCartUpdated> = {
  name: 'signalbox.customer.CustomerCartUpdated',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CustomerCartUpdated',
    namespace: 'signalbox.customer',
    doc: "A customer's cart changed; it holds now what is listed here.",
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The source's own id of this event; the same id again is the same event.",
      },
      { name: 'subject', type: 'string', doc: "The customer's id, as every system of the pipeline knows it." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'cartId', type: 'string', doc: "The cart's id in the shop." },
      {
        name: 'items',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'CartItem',
            doc: 'One line of a cart.',
            fields: [
              { name: 'productId', type: 'string', doc: "The product's id in the shop." },
              { name: 'quantity', type: 'int', doc: 'How many of it.' },
              { name: 'price', type: ['null', 'double'], doc: 'Price of one, in units of currency.', default: null },
            ],
          },
        },
        doc: 'What the cart holds; empty when it was emptied.',
      },
      {
        name: 'total',
        type: ['null', 'double'],
        doc: "The cart's value as the shop counts it, in units of currency.",
        default: null,
      },
      { name: 'currency', type: ['null', 'string'], doc: 'ISO 4217, upper case.', default: null },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
