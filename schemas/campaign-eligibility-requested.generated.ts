// Written by schemas/generate.ts from campaign-eligibility-requested.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A campaign asks whether one customer may enter it: only with an approved document. Whoever may not yet enters when the document is approved. */
export interface CampaignEligibilityRequested {
  /** The request's own id or its dispatch and user, and its action; the same id again is the same request. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When the campaign asked, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who asks: a URI reference, such as /braze/webhooks. */
  source: string
  /** The campaign that asks. */
  campaignId: null | string
  /** Its name. */
  campaignName: null | string
  /** The Canvas that asks. */
  canvasId: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** The transmission that the request was part of. */
  dispatchId: null | string
  /** Braze's own id of the user. */
  brazeUserId: null | string
  /** The API-triggered campaign that the customer enters once eligible. */
  enterCampaignId: null | string
  /** The API-triggered Canvas that the customer enters once eligible; one of the two is given. */
  enterCanvasId: null | string
  /** The kind of document that must be approved, such as contract. */
  documentKind: null | string
  /** The business workspace that holds it; null: the customer's own. */
  workspaceId: null | string
  /** After that the customer does not enter any more. Null: waits for as long as it takes. */
  expiresAt: null | number
  /** What the campaign is to be given when the customer enters, by name. */
  properties: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CampaignEligibilityRequested: RecordSchema<
  'signalbox.campaign.CampaignEligibilityRequested',
  CampaignEligibilityRequested
> = {
  name: 'signalbox.campaign.CampaignEligibilityRequested',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CampaignEligibilityRequested',
    namespace: 'signalbox.campaign',
    doc: 'A campaign asks whether one customer may enter it: only with an approved document. Whoever may not yet enters when the document is approved.',
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
      { name: 'campaignId', type: ['null', 'string'], doc: 'The campaign that asks.', default: null },
      { name: 'campaignName', type: ['null', 'string'], doc: 'Its name.', default: null },
      { name: 'canvasId', type: ['null', 'string'], doc: 'The Canvas that asks.', default: null },
      { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
      {
        name: 'dispatchId',
        type: ['null', 'string'],
        doc: 'The transmission that the request was part of.',
        default: null,
      },
      { name: 'brazeUserId', type: ['null', 'string'], doc: "Braze's own id of the user.", default: null },
      {
        name: 'enterCampaignId',
        type: ['null', 'string'],
        doc: 'The API-triggered campaign that the customer enters once eligible.',
        default: null,
      },
      {
        name: 'enterCanvasId',
        type: ['null', 'string'],
        doc: 'The API-triggered Canvas that the customer enters once eligible; one of the two is given.',
        default: null,
      },
      {
        name: 'documentKind',
        type: ['null', 'string'],
        doc: 'The kind of document that must be approved, such as contract.',
        default: null,
      },
      {
        name: 'workspaceId',
        type: ['null', 'string'],
        doc: "The business workspace that holds it; null: the customer's own.",
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'After that the customer does not enter any more. Null: waits for as long as it takes.',
        default: null,
      },
      {
        name: 'properties',
        type: { type: 'map', values: 'string' },
        doc: 'What the campaign is to be given when the customer enters, by name.',
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
