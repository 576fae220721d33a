// Written by schemas/generate.ts from xconnector-other-event.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An event of xConnector of a type that nobody here knows: kept whole, for whoever comes to know it. */
export interface XconnectorOtherEvent {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The CloudEvents subject. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** The CloudEvents type. */
  type: string
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorOtherEvent: RecordSchema<'signalbox.xconnector.XconnectorOtherEvent', XconnectorOtherEvent> = {
  name: 'signalbox.xconnector.XconnectorOtherEvent',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorOtherEvent',
    namespace: 'signalbox.xconnector',
    doc: 'An event of xConnector of a type that nobody here knows: kept whole, for whoever comes to know it.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      { name: 'subject', type: 'string', doc: 'The CloudEvents subject.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
      { name: 'type', type: 'string', doc: 'The CloudEvents type.' },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: goes with the push and comes back with its answer.',
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
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the event’s data that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
