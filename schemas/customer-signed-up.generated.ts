// Written by schemas/generate.ts from customer-signed-up.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A person became a customer: an account was created. */
export interface CustomerSignedUp {
  /** The source's own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The address the account was opened with. */
  email: null | string
  /** ISO 3166-1 alpha-2, upper case. */
  country: null | string
  /** BCP 47, such as en or pt-BR. */
  language: null | string
  /** Where the account was opened: web, app, store. */
  channel: null | string
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CustomerSignedUp: RecordSchema<'signalbox.customer.CustomerSignedUp', CustomerSignedUp> = {
  name: 'signalbox.customer.CustomerSignedUp',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CustomerSignedUp',
    namespace: 'signalbox.customer',
    doc: 'A person became a customer: an account was created.',
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
      { name: 'email', type: ['null', 'string'], doc: 'The address the account was opened with.', default: null },
      { name: 'country', type: ['null', 'string'], doc: 'ISO 3166-1 alpha-2, upper case.', default: null },
      { name: 'language', type: ['null', 'string'], doc: 'BCP 47, such as en or pt-BR.', default: null },
      {
        name: 'channel',
        type: ['null', 'string'],
        doc: 'Where the account was opened: web, app, store.',
        default: null,
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
