// Written by schemas/generate.ts from campaign-push-requested.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A campaign asks for an immediate push notification to one customer. */
export interface CampaignPushRequested {
  /** The request's own id or its dispatch and user, and its action; the same id again is the same request. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When the campaign asked, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who asks: a URI reference, such as /braze/webhooks. */
  source: string
  /** The campaign's API identifier. */
  campaignId: null | string
  /** The campaign's name. */
  campaignName: null | string
  /** The Canvas's API identifier. */
  canvasId: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** The transmission that the request was part of. */
  dispatchId: null | string
  /** Braze's own id of the user. */
  brazeUserId: null | string
  /** The notification's title. */
  title: string
  /** Its text. */
  body: string
  /** What opens when it is tapped. */
  link: null | string
  /** A picture to show. */
  imageUrl: null | string
  /** mobile or web; null: wherever the customer is. */
  target: null | string
  /** high or normal. */
  priority: null | string
  /** After that the notification is of no use and must not be sent. Null: it never is. */
  expiresAt: null | number
  /** A later notification with the same key replaces this one on the device. */
  collapseKey: null | string
  /** What else the app is given, by name. */
  data: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CampaignPushRequested: RecordSchema<'signalbox.campaign.CampaignPushRequested', CampaignPushRequested> = {
  name: 'signalbox.campaign.CampaignPushRequested',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CampaignPushRequested',
    namespace: 'signalbox.campaign',
    doc: 'A campaign asks for an immediate push notification to one customer.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The request's own id or its dispatch and user, and its action; the same id again is the same request.",
      },
      { name: 'subject', type: 'string', doc: "The customer's id, as every system of the pipeline knows it." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the campaign asked, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who asks: a URI reference, such as /braze/webhooks.' },
      { name: 'campaignId', type: ['null', 'string'], doc: "The campaign's API identifier.", default: null },
      { name: 'campaignName', type: ['null', 'string'], doc: "The campaign's name.", default: null },
      { name: 'canvasId', type: ['null', 'string'], doc: "The Canvas's API identifier.", default: null },
      { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
      {
        name: 'dispatchId',
        type: ['null', 'string'],
        doc: 'The transmission that the request was part of.',
        default: null,
      },
      { name: 'brazeUserId', type: ['null', 'string'], doc: "Braze's own id of the user.", default: null },
      { name: 'title', type: 'string', doc: "The notification's title." },
      { name: 'body', type: 'string', doc: 'Its text.' },
      { name: 'link', type: ['null', 'string'], doc: 'What opens when it is tapped.', default: null },
      { name: 'imageUrl', type: ['null', 'string'], doc: 'A picture to show.', default: null },
      {
        name: 'target',
        type: ['null', 'string'],
        doc: 'mobile or web; null: wherever the customer is.',
        default: null,
      },
      { name: 'priority', type: ['null', 'string'], doc: 'high or normal.', default: null },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'After that the notification is of no use and must not be sent. Null: it never is.',
        default: null,
      },
      {
        name: 'collapseKey',
        type: ['null', 'string'],
        doc: 'A later notification with the same key replaces this one on the device.',
        default: null,
      },
      {
        name: 'data',
        type: { type: 'map', values: 'string' },
        doc: 'What else the app is given, by name.',
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
