// Written by schemas/generate.ts from poll-order.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What an operator asks of a poller. */
export interface PollOrder {
  /** poll: the next round begins at once. reconcile: the next round compares everything there is, so that deletions show. readFrom: the next round reads changes again from a time; what is known already is not told again. */
  what: 'poll' | 'reconcile' | 'readFrom'
  /** Of readFrom: since when, by the server's clock. */
  from: null | number
  /** Who asks: the operating system's user and host. */
  by: string
  /** When. */
  at: number
}

export const PollOrder: RecordSchema<'signalbox.PollOrder', PollOrder> = {
  name: 'signalbox.PollOrder',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'PollOrder',
    namespace: 'signalbox',
    doc: 'What an operator asks of a poller.',
    fields: [
      {
        name: 'what',
        type: {
          type: 'enum',
          name: 'PollOrderKind',
          doc: 'What shall be done.',
          symbols: ['poll', 'reconcile', 'readFrom'],
        },
        doc: 'poll: the next round begins at once. reconcile: the next round compares everything there is, so that deletions show. readFrom: the next round reads changes again from a time; what is known already is not told again.',
      },
      {
        name: 'from',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: "Of readFrom: since when, by the server's clock.",
        default: null,
      },
      { name: 'by', type: 'string', doc: "Who asks: the operating system's user and host." },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When.' },
    ],
  },
}
