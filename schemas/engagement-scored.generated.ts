// Written by schemas/generate.ts from engagement-scored.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer's engagement was counted anew. */
export interface EngagementScored {
  /** The id of what was counted. */
  eventId: string
  /** The customer's id. */
  subject: string
  /** When what was counted happened; of an ignored message, when it counted as ignored. */
  occurredAt: number
  /** The sum of the weights of what the customer did within the window. */
  score: number
  /** How many things that sum is made of. */
  events: number
}

export const EngagementScored: RecordSchema<'signalbox.flow.EngagementScored', EngagementScored> = {
  name: 'signalbox.flow.EngagementScored',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EngagementScored',
    namespace: 'signalbox.flow',
    doc: "A customer's engagement was counted anew.",
    fields: [
      { name: 'eventId', type: 'string', doc: 'The id of what was counted.' },
      { name: 'subject', type: 'string', doc: "The customer's id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When what was counted happened; of an ignored message, when it counted as ignored.',
      },
      { name: 'score', type: 'double', doc: 'The sum of the weights of what the customer did within the window.' },
      { name: 'events', type: 'int', doc: 'How many things that sum is made of.' },
    ],
  },
}
