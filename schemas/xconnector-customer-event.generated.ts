// Written by schemas/generate.ts from xconnector-customer-event.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something happened in a backend that its customer should hear of: an appointment, a payment, a case. */
export interface XconnectorCustomerEvent {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer’s id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** What happened, such as appointment.rescheduled, payment.received, invoice.posted or case.resolved. */
  kind: string
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** When the thing that it is about is to happen now, such as the appointment. */
  scheduledAt: null | number
  /** When it was to happen before. */
  previouslyAt: null | number
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** What else the source says of it: texts, numbers and booleans by the source’s own names. */
  data: Record<string, null | boolean | number | string>
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorCustomerEvent: RecordSchema<
  'signalbox.xconnector.XconnectorCustomerEvent',
  XconnectorCustomerEvent
> = {
  name: 'signalbox.xconnector.XconnectorCustomerEvent',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorCustomerEvent',
    namespace: 'signalbox.xconnector',
    doc: 'Something happened in a backend that its customer should hear of: an appointment, a payment, a case.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      { name: 'subject', type: 'string', doc: 'The customer’s id.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
      {
        name: 'kind',
        type: 'string',
        doc: 'What happened, such as appointment.rescheduled, payment.received, invoice.posted or case.resolved.',
      },
      {
        name: 'title',
        type: ['null', 'string'],
        doc: 'What happened, in a line that a person may read.',
        default: null,
      },
      {
        name: 'text',
        type: ['null', 'string'],
        doc: 'What happened, in a few sentences that a person may read.',
        default: null,
      },
      {
        name: 'recordType',
        type: ['null', 'string'],
        doc: 'What kind of record it is about, such as purchase_order.',
        default: null,
      },
      {
        name: 'recordId',
        type: ['null', 'string'],
        doc: 'Which record, by its id in the system that owns it.',
        default: null,
      },
      {
        name: 'recordVersion',
        type: ['null', 'long'],
        doc: 'The version of the record that this is about: a later version has a higher number.',
        default: null,
      },
      {
        name: 'scheduledAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When the thing that it is about is to happen now, such as the appointment.',
        default: null,
      },
      {
        name: 'previouslyAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it was to happen before.',
        default: null,
      },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where a person goes on: a URL or a deep link into the app.',
        default: null,
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: goes with the push and comes back with its answer.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else the source says of it: texts, numbers and booleans by the source’s own names.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the event’s data that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
