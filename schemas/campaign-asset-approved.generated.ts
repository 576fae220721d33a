// Written by schemas/generate.ts from campaign-asset-approved.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A template, content block or other asset of campaigns was approved, and shall be kept with its evidence. */
export interface CampaignAssetApproved {
  /** The approval's own id or its dispatch and asset, and its action; the same id again is the same approval. */
  eventId: string
  /** asset: and the asset's id: no person. */
  subject: string
  /** When it was approved, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: a URI reference, such as /braze/webhooks. */
  source: string
  /** The campaign that says so. */
  campaignId: null | string
  /** Its name. */
  campaignName: null | string
  /** The Canvas that says so. */
  canvasId: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** The transmission that the request was part of. */
  dispatchId: null | string
  /** Braze's own id of the user the webhook was rendered for; it says nothing about the asset. */
  brazeUserId: null | string
  /** The asset's API identifier. */
  assetId: string
  /** What it is: email_template, content_block, campaign, image and so on. */
  assetKind: string
  /** The asset's name. */
  name: string
  /** Which version was approved, in the sender's words. */
  version: null | string
  /** Where the content is to be fetched. */
  contentUrl: null | string
  /** The content itself, where it was sent along. Null with contentUrl null: the asset is read from Braze by its id. */
  content: null | string
  /** What the content is, such as text/html. */
  contentType: null | string
  /** Who approved it. */
  approvedBy: null | string
  /** What is to be known for compliance, by name. */
  metadata: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CampaignAssetApproved: RecordSchema<'signalbox.campaign.CampaignAssetApproved', CampaignAssetApproved> = {
  name: 'signalbox.campaign.CampaignAssetApproved',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'CampaignAssetApproved',
    namespace: 'signalbox.campaign',
    doc: 'A template, content block or other asset of campaigns was approved, and shall be kept with its evidence.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The approval's own id or its dispatch and asset, and its action; the same id again is the same approval.",
      },
      { name: 'subject', type: 'string', doc: "asset: and the asset's id: no person." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it was approved, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: a URI reference, such as /braze/webhooks.' },
      { name: 'campaignId', type: ['null', 'string'], doc: 'The campaign that says so.', default: null },
      { name: 'campaignName', type: ['null', 'string'], doc: 'Its name.', default: null },
      { name: 'canvasId', type: ['null', 'string'], doc: 'The Canvas that says so.', default: null },
      { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
      {
        name: 'dispatchId',
        type: ['null', 'string'],
        doc: 'The transmission that the request was part of.',
        default: null,
      },
      {
        name: 'brazeUserId',
        type: ['null', 'string'],
        doc: "Braze's own id of the user the webhook was rendered for; it says nothing about the asset.",
        default: null,
      },
      { name: 'assetId', type: 'string', doc: "The asset's API identifier." },
      {
        name: 'assetKind',
        type: 'string',
        doc: 'What it is: email_template, content_block, campaign, image and so on.',
      },
      { name: 'name', type: 'string', doc: "The asset's name." },
      {
        name: 'version',
        type: ['null', 'string'],
        doc: "Which version was approved, in the sender's words.",
        default: null,
      },
      { name: 'contentUrl', type: ['null', 'string'], doc: 'Where the content is to be fetched.', default: null },
      {
        name: 'content',
        type: ['null', 'string'],
        doc: 'The content itself, where it was sent along. Null with contentUrl null: the asset is read from Braze by its id.',
        default: null,
      },
      { name: 'contentType', type: ['null', 'string'], doc: 'What the content is, such as text/html.', default: null },
      { name: 'approvedBy', type: ['null', 'string'], doc: 'Who approved it.', default: null },
      {
        name: 'metadata',
        type: { type: 'map', values: 'string' },
        doc: 'What is to be known for compliance, by name.',
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
