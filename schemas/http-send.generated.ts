// Written by schemas/generate.ts from http-send.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: send one event to an HTTP endpoint, in a signed batch. */
export interface HttpSend {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. The receiver dedupes by it. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** Whom or what it is about: events of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The name of the endpoint, as the settings have it. */
  endpoint: string
  /** What happened, in words with dots between, such as customer.upgraded. */
  type: string
  /** JSON; where contentType says so, other text. */
  data: string
  /** What data is; null: JSON. Data that is no JSON travels as a JSON string. */
  contentType: null | string
}

export const HttpSend: RecordSchema<'signalbox.http.HttpSend', HttpSend> = {
  name: 'signalbox.http.HttpSend',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'HttpSend',
    namespace: 'signalbox.http',
    doc: 'Command: send one event to an HTTP endpoint, in a signed batch.',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt. The receiver dedupes by it.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: 'Whom or what it is about: events of one subject keep their order.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'endpoint', type: 'string', doc: 'The name of the endpoint, as the settings have it.' },
      { name: 'type', type: 'string', doc: 'What happened, in words with dots between, such as customer.upgraded.' },
      { name: 'data', type: 'string', doc: 'JSON; where contentType says so, other text.' },
      {
        name: 'contentType',
        type: ['null', 'string'],
        doc: 'What data is; null: JSON. Data that is no JSON travels as a JSON string.',
        default: null,
      },
    ],
  },
}
