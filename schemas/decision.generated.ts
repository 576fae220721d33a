// Written by schemas/generate.ts from decision.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Why a processor did not act for a subject. */
export interface Decision {
  /** The event that was decided on. */
  eventId: string
  /** The full name of the event's schema. */
  eventType: string
  /** Whom it is about: the key of the event. */
  subject: string
  /** Who decided. */
  processor: string
  /** A short machine word that the processor declares, such as consent_withdrawn. */
  reason: string
  /** When the event happened at the source. */
  occurredAt: number
  /** When it was decided, by the pipeline's clock. */
  decidedAt: number
}

export const Decision: RecordSchema<'signalbox.Decision', Decision> = {
  name: 'signalbox.Decision',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'Decision',
    namespace: 'signalbox',
    doc: 'Why a processor did not act for a subject.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The event that was decided on.' },
      { name: 'eventType', type: 'string', doc: "The full name of the event's schema." },
      { name: 'subject', type: 'string', doc: 'Whom it is about: the key of the event.' },
      { name: 'processor', type: 'string', doc: 'Who decided.' },
      {
        name: 'reason',
        type: 'string',
        doc: 'A short machine word that the processor declares, such as consent_withdrawn.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the event happened at the source.',
      },
      {
        name: 'decidedAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "When it was decided, by the pipeline's clock.",
      },
    ],
  },
}
