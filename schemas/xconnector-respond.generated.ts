// Written by schemas/generate.ts from xconnector-respond.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: tell xConnector what became of something (POST /events, a CloudEvent). */
export interface XconnectorRespond {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** Whom or what it is about: events of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The CloudEvent's type, such as signalbox.action.taken. */
  type: string
  /** The CloudEvent's source: a URI reference of who says it, such as /signalbox/respond-to-action. */
  source: string
  /** The one that xConnector's event came with. */
  correlationId: null | string
  /** The record at xConnector that it is about. */
  recordId: null | string
  /** The version of that record that was seen. */
  recordVersion: null | string
  /** Who did it. */
  actor: null | string
  /** What was done, such as approve. */
  action: null | string
  /** What the actor said. */
  comment: null | string
  /** What else xConnector shall know. */
  data: Record<string, null | boolean | number | string>
}

export const XconnectorRespond: RecordSchema<'signalbox.xconnector.XconnectorRespond', XconnectorRespond> = {
  name: 'signalbox.xconnector.XconnectorRespond',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'XconnectorRespond',
    namespace: 'signalbox.xconnector',
    doc: 'Command: tell xConnector what became of something (POST /events, a CloudEvent).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: 'Whom or what it is about: events of one subject keep their order.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'type', type: 'string', doc: "The CloudEvent's type, such as signalbox.action.taken." },
      {
        name: 'source',
        type: 'string',
        doc: "The CloudEvent's source: a URI reference of who says it, such as /signalbox/respond-to-action.",
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: "The one that xConnector's event came with.",
        default: null,
      },
      { name: 'recordId', type: ['null', 'string'], doc: 'The record at xConnector that it is about.', default: null },
      {
        name: 'recordVersion',
        type: ['null', 'string'],
        doc: 'The version of that record that was seen.',
        default: null,
      },
      { name: 'actor', type: ['null', 'string'], doc: 'Who did it.', default: null },
      { name: 'action', type: ['null', 'string'], doc: 'What was done, such as approve.', default: null },
      { name: 'comment', type: ['null', 'string'], doc: 'What the actor said.', default: null },
      {
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else xConnector shall know.',
        default: {},
      },
    ],
  },
}
