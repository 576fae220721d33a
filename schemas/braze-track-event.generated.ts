// Written by schemas/generate.ts from braze-track-event.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: record a custom event for a user (POST /users/track, events). */
export interface BrazeTrackEvent {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The custom event's name at Braze. */
  name: string
  /** The custom event's properties. */
  properties: Record<string, null | boolean | number | string | string[]>
}

export const BrazeTrackEvent: RecordSchema<'signalbox.braze.BrazeTrackEvent', BrazeTrackEvent> = {
  name: 'signalbox.braze.BrazeTrackEvent',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeTrackEvent',
    namespace: 'signalbox.braze',
    doc: 'Command: record a custom event for a user (POST /users/track, events).',
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
      { name: 'name', type: 'string', doc: "The custom event's name at Braze." },
      {
        name: 'properties',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: "The custom event's properties.",
      },
    ],
  },
}
