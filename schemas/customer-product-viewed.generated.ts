// Written by schemas/generate.ts from customer-product-viewed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer looked at a product. */
export interface CustomerProductViewed {
  /** The source's own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The product's id in the shop. */
  productId: string
  /** The product's name as it was shown. */
  productName: null | string
  /** The shop's category of the product. */
  category: null | string
  /** The price that was shown, in units of currency. */
  price: null | number
  /** ISO 4217, upper case. */
  currency: null | string
  /** The page the product was seen on. */
  url: null | string
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CustomerProductViewed: RecordSchema<'signalbox.customer.CustomerProductViewed', CustomerProductViewed> = {
  name: 'signalbox.customer.CustomerProductViewed',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CustomerProductViewed',
    namespace: 'signalbox.customer',
    doc: 'A customer looked at a product.',
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
      { name: 'productId', type: 'string', doc: "The product's id in the shop." },
      { name: 'productName', type: ['null', 'string'], doc: "The product's name as it was shown.", default: null },
      { name: 'category', type: ['null', 'string'], doc: "The shop's category of the product.", default: null },
      {
        name: 'price',
        type: ['null', 'double'],
        doc: 'The price that was shown, in units of currency.',
        default: null,
      },
      { name: 'currency', type: ['null', 'string'], doc: 'ISO 4217, upper case.', default: null },
      { name: 'url', type: ['null', 'string'], doc: 'The page the product was seen on.', default: null },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
