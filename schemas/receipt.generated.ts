// Written by schemas/generate.ts from receipt.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What became of one command at its destination. A command that was in doubt and is resolved later has two: the last one counts. */
export interface Receipt {
  /** The command's delivery id. */
  deliveryId: string
  /** The canonical event that caused the command. */
  eventId: string
  /** Whom it was for: the key of the command. */
  subject: string
  /** Where it went, such as braze. */
  destination: string
  /** delivered: the destination took it. rejected: it never will, or kept failing for too long; the command lies in the dead letters. inDoubt: a call got no answer, the destination cannot be asked, and it is not called again: a person must say. other: a word that came later than the reader's schema. */
  outcome: 'other' | 'delivered' | 'rejected' | 'inDoubt'
  /** Why it was rejected or is in doubt, or what the destination said beside taking it; in its own words. */
  reason: null | string
  /** The destination's own id of what it did, where it gives one. */
  destinationId: null | string
  /** How many calls it took, the last one included. */
  attempts: number
  /** From the event at its source to this receipt, in milliseconds. */
  latencyMs: number
  /** When the destination answered. */
  deliveredAt: number
}

export const Receipt: RecordSchema<'signalbox.Receipt', Receipt> = {
  name: 'signalbox.Receipt',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'Receipt',
    namespace: 'signalbox',
    doc: 'What became of one command at its destination. A command that was in doubt and is resolved later has two: the last one counts.',
    fields: [
      { name: 'deliveryId', type: 'string', doc: "The command's delivery id." },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused the command.' },
      { name: 'subject', type: 'string', doc: 'Whom it was for: the key of the command.' },
      { name: 'destination', type: 'string', doc: 'Where it went, such as braze.' },
      {
        name: 'outcome',
        type: {
          type: 'enum',
          name: 'Outcome',
          doc: 'How it ended.',
          symbols: ['other', 'delivered', 'rejected', 'inDoubt'],
          default: 'other',
        },
        doc: "delivered: the destination took it. rejected: it never will, or kept failing for too long; the command lies in the dead letters. inDoubt: a call got no answer, the destination cannot be asked, and it is not called again: a person must say. other: a word that came later than the reader's schema.",
      },
      {
        name: 'reason',
        type: ['null', 'string'],
        doc: 'Why it was rejected or is in doubt, or what the destination said beside taking it; in its own words.',
        default: null,
      },
      {
        name: 'destinationId',
        type: ['null', 'string'],
        doc: "The destination's own id of what it did, where it gives one.",
        default: null,
      },
      { name: 'attempts', type: 'int', doc: 'How many calls it took, the last one included.' },
      { name: 'latencyMs', type: 'long', doc: 'From the event at its source to this receipt, in milliseconds.' },
      {
        name: 'deliveredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the destination answered.',
      },
    ],
  },
}
