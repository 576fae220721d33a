// Written by schemas/generate.ts from drop-offs.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A journey that was left. */
export interface DropOff {
  /** What it is that has steps, such as checkout. */
  journey: string
  /** Which one of the customer's. */
  journeyId: string
  /** The signal's id. */
  eventId: string
  /** When it was left. */
  occurredAt: number
  /** The step it was left at. */
  step: null | string
  /** Where the customer resumes. */
  link: null | string
  /** What is at stake, in units of currency. */
  amount: null | number
  /** ISO 4217, upper case. */
  currency: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** When the customer is to be nudged. */
  dueAt: number
}

/** Where a customer dropped out: one row of the drop-offs. */
export interface DropOffs {
  /** One for each journey and id. */
  open: DropOff[]
  /** By journey, a slash and its id: when it was last gone on with or completed; a drop-off of that time or before counts no more. */
  ended: Record<string, number>
  /** Likewise: when the drop-off happened that the customer was nudged for; what is gone on with takes that message back where it is still held. */
  nudged: Record<string, number>
}

export const DropOffs: RecordSchema<'signalbox.state.DropOffs', DropOffs> = {
  name: 'signalbox.state.DropOffs',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'DropOffs',
    namespace: 'signalbox.state',
    doc: 'Where a customer dropped out: one row of the drop-offs.',
    fields: [
      {
        name: 'open',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'DropOff',
            doc: 'A journey that was left.',
            fields: [
              { name: 'journey', type: 'string', doc: 'What it is that has steps, such as checkout.' },
              { name: 'journeyId', type: 'string', doc: "Which one of the customer's." },
              { name: 'eventId', type: 'string', doc: "The signal's id." },
              { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When it was left.' },
              { name: 'step', type: ['null', 'string'], doc: 'The step it was left at.', default: null },
              { name: 'link', type: ['null', 'string'], doc: 'Where the customer resumes.', default: null },
              {
                name: 'amount',
                type: ['null', 'double'],
                doc: 'What is at stake, in units of currency.',
                default: null,
              },
              { name: 'currency', type: ['null', 'string'], doc: 'ISO 4217, upper case.', default: null },
              {
                name: 'expiresAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'Nobody is to be told after this; null: it stays worth telling.',
                default: null,
              },
              {
                name: 'dueAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When the customer is to be nudged.',
              },
            ],
          },
        },
        doc: 'One for each journey and id.',
        default: [],
      },
      {
        name: 'ended',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'By journey, a slash and its id: when it was last gone on with or completed; a drop-off of that time or before counts no more.',
        default: {},
      },
      {
        name: 'nudged',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'Likewise: when the drop-off happened that the customer was nudged for; what is gone on with takes that message back where it is still held.',
        default: {},
      },
    ],
  },
}
