// Written by schemas/generate.ts from customer-consent-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer gave or withdrew consent for one purpose. */
export interface CustomerConsentChanged {
  /** The source's own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. The newest change of a purpose wins. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** What the consent is for, such as marketing. */
  purpose: string
  /** True when given, false when withdrawn. */
  granted: boolean
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CustomerConsentChanged: RecordSchema<'signalbox.customer.CustomerConsentChanged', CustomerConsentChanged> =
  {
    name: 'signalbox.customer.CustomerConsentChanged',
    compatibility: 'FULL_TRANSITIVE',
    avro: {
      type: 'record',
      name: 'CustomerConsentChanged',
      namespace: 'signalbox.customer',
      doc: 'A customer gave or withdrew consent for one purpose.',
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
          doc: 'When it happened at the source, in milliseconds since 1970, UTC. The newest change of a purpose wins.',
        },
        { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
        { name: 'purpose', type: 'string', doc: 'What the consent is for, such as marketing.' },
        { name: 'granted', type: 'boolean', doc: 'True when given, false when withdrawn.' },
        {
          name: 'extra',
          type: { type: 'map', values: 'string' },
          doc: 'Fields of the source that this schema does not name, each as JSON text.',
          default: {},
        },
      ],
    },
  }
