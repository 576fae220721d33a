// Written by schemas/generate.ts from braze-trigger-canvas.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: enter a user into an API-triggered Canvas (POST /canvas/trigger/send). */
export interface BrazeTriggerCanvas {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The Canvas's API identifier. */
  canvasId: string
  /** The context of this recipient; signalbox_delivery_id is added. */
  properties: Record<string, null | boolean | number | string | string[]>
  /** Attributes of the customer that Braze sets before it sends; null removes. */
  attributes: Record<string, null | boolean | number | string>
}

export const BrazeTriggerCanvas: RecordSchema<'signalbox.braze.BrazeTriggerCanvas', BrazeTriggerCanvas> = {
  name: 'signalbox.braze.BrazeTriggerCanvas',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeTriggerCanvas',
    namespace: 'signalbox.braze',
    doc: 'Command: enter a user into an API-triggered Canvas (POST /canvas/trigger/send).',
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
      { name: 'canvasId', type: 'string', doc: "The Canvas's API identifier." },
      {
        name: 'properties',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: 'The context of this recipient; signalbox_delivery_id is added.',
      },
      {
        name: 'attributes',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'Attributes of the customer that Braze sets before it sends; null removes.',
        default: {},
      },
    ],
  },
}
