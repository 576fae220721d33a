// Written by schemas/generate.ts from customer-profile-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Attributes of a customer changed: loyalty tier, language, value, and so on. */
export interface CustomerProfileChanged {
  /** The source's own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. The newest change of an attribute wins. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The new value of each attribute that changed; null where it was removed. */
  attributes: Record<string, null | boolean | number | string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CustomerProfileChanged: RecordSchema<'signalbox.customer.CustomerProfileChanged', CustomerProfileChanged> =
  {
    name: 'signalbox.customer.CustomerProfileChanged',
    compatibility: 'FULL_TRANSITIVE',
    avro: {
      type: 'record',
      name: 'CustomerProfileChanged',
      namespace: 'signalbox.customer',
      doc: 'Attributes of a customer changed: loyalty tier, language, value, and so on.',
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
          doc: 'When it happened at the source, in milliseconds since 1970, UTC. The newest change of an attribute wins.',
        },
        { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
        {
          name: 'attributes',
          type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
          doc: 'The new value of each attribute that changed; null where it was removed.',
        },
        {
          name: 'extra',
          type: { type: 'map', values: 'string' },
          doc: 'Fields of the source that this schema does not name, each as JSON text.',
          default: {},
        },
      ],
    },
  }
