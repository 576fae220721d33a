// Written by schemas/generate.ts from braze-set-attributes.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: set attributes of a user (POST /users/track, attributes). */
export interface BrazeSetAttributes {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The new value of each attribute; null removes it. */
  attributes: Record<string, null | boolean | number | string>
}

export const BrazeSetAttributes: RecordSchema<'signalbox.braze.BrazeSetAttributes', BrazeSetAttributes> = {
  name: 'signalbox.braze.BrazeSetAttributes',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeSetAttributes',
    namespace: 'signalbox.braze',
    doc: 'Command: set attributes of a user (POST /users/track, attributes).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: "The customer, Braze's external_id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'attributes',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'The new value of each attribute; null removes it.',
      },
    ],
  },
}
