// Written by schemas/generate.ts from campaign-survey-answered.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer answered a survey that a campaign sent. */
export interface CampaignSurveyAnswered {
  /** The answer's own id or its dispatch and user, and its action; the same id again is the same answer. */
  eventId: string
  /** The customer's id, as every system of the pipeline knows it. */
  subject: string
  /** When the customer answered, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: a URI reference, such as /braze/webhooks. */
  source: string
  /** The campaign that asked. */
  campaignId: null | string
  /** Its name. */
  campaignName: null | string
  /** The Canvas that asked. */
  canvasId: null | string
  /** The step of the Canvas. */
  canvasStepId: null | string
  /** The transmission that the message was part of. */
  dispatchId: null | string
  /** Braze's own id of the user. */
  brazeUserId: null | string
  /** Which survey it was. */
  surveyId: string
  /** The case or project the survey was about, as it was told to the campaign when it was asked to send the survey. */
  caseId: null | string
  /** The business workspace the answer belongs to; null: the customer's own. */
  workspaceId: null | string
  /** The answer as one number, such as 0 to 10. */
  score: null | number
  /** What the customer wrote. */
  comment: null | string
  /** The answers by question, each as JSON text. */
  answers: Record<string, string>
  /** Fields of the source that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const CampaignSurveyAnswered: RecordSchema<'signalbox.campaign.CampaignSurveyAnswered', CampaignSurveyAnswered> =
  {
    name: 'signalbox.campaign.CampaignSurveyAnswered',
    compatibility: 'FULL_TRANSITIVE',
    avro: {
      type: 'record',
      name: 'CampaignSurveyAnswered',
      namespace: 'signalbox.campaign',
      doc: 'A customer answered a survey that a campaign sent.',
      fields: [
        {
          name: 'eventId',
          type: 'string',
          doc: "The answer's own id or its dispatch and user, and its action; the same id again is the same answer.",
        },
        { name: 'subject', type: 'string', doc: "The customer's id, as every system of the pipeline knows it." },
        {
          name: 'occurredAt',
          type: { type: 'long', logicalType: 'timestamp-millis' },
          doc: 'When the customer answered, in milliseconds since 1970, UTC.',
        },
        { name: 'source', type: 'string', doc: 'Who says so: a URI reference, such as /braze/webhooks.' },
        { name: 'campaignId', type: ['null', 'string'], doc: 'The campaign that asked.', default: null },
        { name: 'campaignName', type: ['null', 'string'], doc: 'Its name.', default: null },
        { name: 'canvasId', type: ['null', 'string'], doc: 'The Canvas that asked.', default: null },
        { name: 'canvasStepId', type: ['null', 'string'], doc: 'The step of the Canvas.', default: null },
        {
          name: 'dispatchId',
          type: ['null', 'string'],
          doc: 'The transmission that the message was part of.',
          default: null,
        },
        { name: 'brazeUserId', type: ['null', 'string'], doc: "Braze's own id of the user.", default: null },
        { name: 'surveyId', type: 'string', doc: 'Which survey it was.' },
        {
          name: 'caseId',
          type: ['null', 'string'],
          doc: 'The case or project the survey was about, as it was told to the campaign when it was asked to send the survey.',
          default: null,
        },
        {
          name: 'workspaceId',
          type: ['null', 'string'],
          doc: "The business workspace the answer belongs to; null: the customer's own.",
          default: null,
        },
        { name: 'score', type: ['null', 'double'], doc: 'The answer as one number, such as 0 to 10.', default: null },
        { name: 'comment', type: ['null', 'string'], doc: 'What the customer wrote.', default: null },
        {
          name: 'answers',
          type: { type: 'map', values: 'string' },
          doc: 'The answers by question, each as JSON text.',
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
