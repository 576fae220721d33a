// Written by schemas/generate.ts from decisions.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An event that was decided on. */
export interface DecidedEvent {
  /** The event's id. */
  eventId: string
  /** Whom it is about: the key of the event. */
  subject: string
  /** When the event happened at the source. */
  occurredAt: number
}

/** Why a processor did not act: the events of one commit that it dropped for one reason. */
export interface Decisions {
  /** Who decided; 'process' where the engine itself did (duplicate). */
  processor: string
  /** A short machine word that the processor declares, such as consent_withdrawn. */
  reason: string
  /** The full name of the events' schema; of a timer its name. */
  eventType: string
  /** When it was decided, by the pipeline's clock. */
  decidedAt: number
  /** The events that were decided on, in their order. */
  events: DecidedEvent[]
}

export const Decisions: RecordSchema<'signalbox.Decisions', Decisions> = {
  name: 'signalbox.Decisions',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'Decisions',
    namespace: 'signalbox',
    doc: 'Why a processor did not act: the events of one commit that it dropped for one reason.',
    fields: [
      { name: 'processor', type: 'string', doc: "Who decided; 'process' where the engine itself did (duplicate)." },
      {
        name: 'reason',
        type: 'string',
        doc: 'A short machine word that the processor declares, such as consent_withdrawn.',
      },
      { name: 'eventType', type: 'string', doc: "The full name of the events' schema; of a timer its name." },
      {
        name: 'decidedAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "When it was decided, by the pipeline's clock.",
      },
      {
        name: 'events',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'DecidedEvent',
            doc: 'An event that was decided on.',
            fields: [
              { name: 'eventId', type: 'string', doc: "The event's id." },
              { name: 'subject', type: 'string', doc: 'Whom it is about: the key of the event.' },
              {
                name: 'occurredAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When the event happened at the source.',
              },
            ],
          },
        },
        doc: 'The events that were decided on, in their order.',
      },
    ],
  },
}
