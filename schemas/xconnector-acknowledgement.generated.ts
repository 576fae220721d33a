// Written by schemas/generate.ts from xconnector-acknowledgement.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What xConnector made of an event that we sent it. */
export interface XconnectorAcknowledgement {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The CloudEvents subject, which is that of our event; else the correlation id, else the id of our event. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** received: xConnector has it; applied: the source system was changed; rejected: it was not, see message. */
  phase: 'received' | 'applied' | 'rejected'
  /** The id of our event: the delivery id of the command. */
  deliveryId: string
  /** The receipt that we were given for it. */
  receiptId: null | string
  /** Why it was rejected, in a word such as conflict, expired or not_allowed. */
  code: null | string
  /** Why it was rejected, in words. */
  message: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorAcknowledgement: RecordSchema<
  'signalbox.xconnector.XconnectorAcknowledgement',
  XconnectorAcknowledgement
> = {
  name: 'signalbox.xconnector.XconnectorAcknowledgement',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorAcknowledgement',
    namespace: 'signalbox.xconnector',
    doc: 'What xConnector made of an event that we sent it.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: 'The CloudEvents subject, which is that of our event; else the correlation id, else the id of our event.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'XconnectorAcknowledgementPhase',
          doc: 'What became of an event of ours.',
          symbols: ['received', 'applied', 'rejected'],
          default: 'received',
        },
        doc: 'received: xConnector has it; applied: the source system was changed; rejected: it was not, see message.',
        default: 'received',
      },
      { name: 'deliveryId', type: 'string', doc: 'The id of our event: the delivery id of the command.' },
      { name: 'receiptId', type: ['null', 'string'], doc: 'The receipt that we were given for it.', default: null },
      {
        name: 'code',
        type: ['null', 'string'],
        doc: 'Why it was rejected, in a word such as conflict, expired or not_allowed.',
        default: null,
      },
      { name: 'message', type: ['null', 'string'], doc: 'Why it was rejected, in words.', default: null },
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
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: goes with the push and comes back with its answer.',
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
