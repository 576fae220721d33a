// Written by schemas/generate.ts from message-withdrawn.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A flow takes back the messages of a thread that it asked for and that are still held. What went stays. */
export interface MessageWithdrawn {
  /** The id of what caused it. */
  eventId: string
  /** The customer's id. */
  subject: string
  /** When what caused it happened. */
  occurredAt: number
  /** The thread, as in the requests. */
  thread: string
}

export const MessageWithdrawn: RecordSchema<'signalbox.flow.MessageWithdrawn', MessageWithdrawn> = {
  name: 'signalbox.flow.MessageWithdrawn',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'MessageWithdrawn',
    namespace: 'signalbox.flow',
    doc: 'A flow takes back the messages of a thread that it asked for and that are still held. What went stays.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The id of what caused it.' },
      { name: 'subject', type: 'string', doc: "The customer's id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When what caused it happened.',
      },
      { name: 'thread', type: 'string', doc: 'The thread, as in the requests.' },
    ],
  },
}
