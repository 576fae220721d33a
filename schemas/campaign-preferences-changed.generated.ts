// Written by schemas/generate.ts from campaign-preferences-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer changed preferences in a form or message of a campaign. Each consent among them is besides a CustomerConsentChanged in customer.events. */
export interface CampaignPreferencesChanged {
  /** The change's own id or its dispatch and user, and its action; the same id again is the same change. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When the customer changed them, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: a URI reference, such as /braze/webhooks. */
  source: string
  /** The campaign in which they were changed. */
  campaignId: null | string
  /** Its name. */
  campaignName: null | string
  /** The Canvas in which they were changed. */
  canvasId: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** The transmission that the message was part of. */
  dispatchId: null | string
  /** Braze's own id of the user. */
  brazeUserId: null | string
  /** Ties the change to what caused it, and the write-back to the change: whoever sees its own id again does not act on it. */
  correlationId: null | string
  /** By purpose, such as email, push, sms, marketing or subscription_group:<id>: true when given. */
  consents: Record<string, boolean>
  /** Other preferences by name, each as JSON text. */
  preferences: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CampaignPreferencesChanged: RecordSchema<
  'signalbox.campaign.CampaignPreferencesChanged',
  CampaignPreferencesChanged
> = {
  name: 'signalbox.campaign.CampaignPreferencesChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CampaignPreferencesChanged',
    namespace: 'signalbox.campaign',
    doc: 'A customer changed preferences in a form or message of a campaign. Each consent among them is besides a CustomerConsentChanged in customer.events.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The change's own id or its dispatch and user, and its action; the same id again is the same change.",
      },
      { name: 'subject', type: 'string', doc: "The customer's id, as every system of the pipeline knows it." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the customer changed them, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: a URI reference, such as /braze/webhooks.' },
      { name: 'campaignId', type: ['null', 'string'], doc: 'The campaign in which they were changed.', default: null },
      { name: 'campaignName', type: ['null', 'string'], doc: 'Its name.', default: null },
      { name: 'canvasId', type: ['null', 'string'], doc: 'The Canvas in which they were changed.', default: null },
      { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
      {
        name: 'dispatchId',
        type: ['null', 'string'],
        doc: 'The transmission that the message was part of.',
        default: null,
      },
      { name: 'brazeUserId', type: ['null', 'string'], doc: "Braze's own id of the user.", default: null },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'Ties the change to what caused it, and the write-back to the change: whoever sees its own id again does not act on it.',
        default: null,
      },
      {
        name: 'consents',
        type: { type: 'map', values: 'boolean' },
        doc: 'By purpose, such as email, push, sms, marketing or subscription_group:<id>: true when given.',
        default: {},
      },
      {
        name: 'preferences',
        type: { type: 'map', values: 'string' },
        doc: 'Other preferences by name, each as JSON text.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
