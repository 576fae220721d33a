// Written by schemas/generate.ts from braze-send-transactional.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: send a transactional message to a user (POST /transactional/v1/campaigns/{campaign_id}/send). Braze sends one delivery id once within 24 hours. */
export interface BrazeSendTransactional {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The transactional campaign's API identifier. */
  campaignId: string
  /** The trigger properties; signalbox_delivery_id is added. */
  properties: Record<string, null | boolean | number | string | string[]>
  /** Attributes of the customer that Braze sets before it sends; null removes. */
  attributes: Record<string, null | boolean | number | string>
}

export const BrazeSendTransactional: RecordSchema<'signalbox.braze.BrazeSendTransactional', BrazeSendTransactional> = {
  name: 'signalbox.braze.BrazeSendTransactional',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeSendTransactional',
    namespace: 'signalbox.braze',
    doc: 'Command: send a transactional message to a user (POST /transactional/v1/campaigns/{campaign_id}/send). Braze sends one delivery id once within 24 hours.',
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
      { name: 'campaignId', type: 'string', doc: "The transactional campaign's API identifier." },
      {
        name: 'properties',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: 'The trigger properties; signalbox_delivery_id is added.',
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
