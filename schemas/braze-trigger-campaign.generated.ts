// Written by schemas/generate.ts from braze-trigger-campaign.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: send an API-triggered campaign to a user (POST /campaigns/trigger/send). */
export interface BrazeTriggerCampaign {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The campaign's API identifier. */
  campaignId: string
  /** A label that Braze reports the send under; it dedupes nothing. */
  sendId: null | string
  /** The trigger properties of this recipient; signalbox_delivery_id is added. */
  properties: Record<string, null | boolean | number | string | string[]>
  /** Attributes of the customer that Braze sets before it sends; null removes. */
  attributes: Record<string, null | boolean | number | string>
}

export const BrazeTriggerCampaign: RecordSchema<'signalbox.braze.BrazeTriggerCampaign', BrazeTriggerCampaign> = {
  name: 'signalbox.braze.BrazeTriggerCampaign',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeTriggerCampaign',
    namespace: 'signalbox.braze',
    doc: 'Command: send an API-triggered campaign to a user (POST /campaigns/trigger/send).',
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
      { name: 'campaignId', type: 'string', doc: "The campaign's API identifier." },
      {
        name: 'sendId',
        type: ['null', 'string'],
        doc: 'A label that Braze reports the send under; it dedupes nothing.',
        default: null,
      },
      {
        name: 'properties',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: 'The trigger properties of this recipient; signalbox_delivery_id is added.',
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
