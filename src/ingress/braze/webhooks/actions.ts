import { z } from 'zod'
import { CampaignAssetApproved } from '../../../../schemas/campaign-asset-approved.generated.ts'
import { CampaignEligibilityRequested } from '../../../../schemas/campaign-eligibility-requested.generated.ts'
import { CampaignPreferencesChanged } from '../../../../schemas/campaign-preferences-changed.generated.ts'
import { CampaignPushRequested } from '../../../../schemas/campaign-push-requested.generated.ts'
import { CampaignSurveyAnswered } from '../../../../schemas/campaign-survey-answered.generated.ts'
import type { RecordOf, RecordSchema } from '../../../../schemas/record.ts'
import { faultsOf, inWords, type Fault } from '../../frame/fault.ts'
import { consents, jsonTexts, needed, number, seconds, text, texts, time, word } from './templated.ts'

/** What every record of campaign.events begins with, and the fields that were not named. */
export interface Base {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly source: string
  readonly campaignId: string | null
  readonly campaignName: string | null
  readonly canvasId: string | null
  readonly canvasStepId: string | null
  readonly dispatchId: string | null
  readonly brazeUserId: string | null
  readonly extra: Record<string, string>
}

/** What an action's body says beside the common fields. */
export interface Said {
  /** Whom it is about where that is no customer. */
  readonly subject: string | null
  readonly consents: Readonly<Record<string, boolean>>
  readonly correlationId: string | null
  readonly record: (base: Base) => { readonly schema: RecordSchema; readonly value: unknown }
}

export type ReadBody =
  { readonly ok: true; readonly said: Said } | { readonly ok: false; readonly faults: readonly Fault[] }

/** How the body of one action is read. */
export interface Action {
  /** What its fields may be, for the documentation. */
  readonly body: z.ZodObject
  /** Fields that are objects: they may be given as several with a dot in their names, because Braze's key-value editor knows no objects. */
  readonly objects: readonly string[]
  readonly read: (body: unknown) => ReadBody
}

function action<F extends z.ZodRawShape>(
  fields: F,
  objects: readonly (keyof F & string)[],
  say: (body: z.output<z.ZodObject<F>>) => Omit<Said, 'subject' | 'consents' | 'correlationId'> & Partial<Said>,
  wrong: (body: z.output<z.ZodObject<F>>) => readonly Fault[] = () => [],
): Action {
  const body = z.object(fields)
  return {
    body,
    objects,
    read: given => {
      const parsed = body.safeParse(given, { error: inWords })
      const faults = parsed.success ? wrong(parsed.data) : faultsOf(parsed.error.issues, '')
      if (!parsed.success || faults.length > 0) return { ok: false, faults }
      return { ok: true, said: { subject: null, consents: {}, correlationId: null, ...say(parsed.data) } }
    },
  }
}

const record = <S extends RecordSchema>(schema: S, value: RecordOf<S>) => ({ schema, value })

const expiry = { expires_at: time, ttl_seconds: seconds }

/** When it is over: the time given, else so long after it was asked. */
const expiryOf = (body: { expires_at: number | null; ttl_seconds: number | null }, { occurredAt }: Base) =>
  body.expires_at ?? (body.ttl_seconds === null ? null : occurredAt + Math.round(body.ttl_seconds * 1_000))

const pushRequested = action(
  {
    title: needed(text(255)),
    body: needed(text(4_096)),
    link: text(4_096),
    image_url: text(4_096),
    target: word('mobile', 'web'),
    priority: word('high', 'normal'),
    collapse_key: text(255),
    data: texts,
    ...expiry,
  },
  ['data'],
  push => ({
    record: base =>
      record(CampaignPushRequested, {
        ...base,
        title: push.title,
        body: push.body,
        link: push.link,
        imageUrl: push.image_url,
        target: push.target,
        priority: push.priority,
        expiresAt: expiryOf(push, base),
        collapseKey: push.collapse_key,
        data: push.data,
      }),
  }),
)

const eligibilityRequested = action(
  {
    enter_campaign_id: text(255),
    enter_canvas_id: text(255),
    document_kind: text(255),
    workspace_id: text(255),
    properties: texts,
    ...expiry,
  },
  ['properties'],
  asked => ({
    record: base =>
      record(CampaignEligibilityRequested, {
        ...base,
        enterCampaignId: asked.enter_campaign_id,
        enterCanvasId: asked.enter_canvas_id,
        documentKind: asked.document_kind,
        workspaceId: asked.workspace_id,
        expiresAt: expiryOf(asked, base),
        properties: asked.properties,
      }),
  }),
  asked =>
    (asked.enter_campaign_id === null) === (asked.enter_canvas_id === null)
      ? [{ pointer: '', detail: 'needs enter_campaign_id or enter_canvas_id, one of the two' }]
      : [],
)

const surveyAnswered = action(
  {
    survey_id: needed(text(255)),
    case_id: text(255),
    workspace_id: text(255),
    score: number,
    comment: text(65_536),
    answers: jsonTexts,
  },
  ['answers'],
  answer => ({
    record: base =>
      record(CampaignSurveyAnswered, {
        ...base,
        surveyId: answer.survey_id,
        caseId: answer.case_id,
        workspaceId: answer.workspace_id,
        score: answer.score,
        comment: answer.comment,
        answers: answer.answers,
      }),
  }),
)

const assetApproved = action(
  {
    asset_id: needed(text(255)),
    asset_kind: needed(text(255)),
    name: needed(text(1_024)),
    version: text(255),
    content_url: text(4_096),
    content: text(500_000),
    content_type: text(255),
    approved_by: text(255),
    metadata: texts,
  },
  ['metadata'],
  asset => ({
    subject: `asset:${asset.asset_id}`,
    record: base =>
      record(CampaignAssetApproved, {
        ...base,
        assetId: asset.asset_id,
        assetKind: asset.asset_kind,
        name: asset.name,
        version: asset.version,
        contentUrl: asset.content_url,
        content: asset.content,
        contentType: asset.content_type,
        approvedBy: asset.approved_by,
        metadata: asset.metadata,
      }),
  }),
)

const preferencesChanged = action(
  { consents, preferences: jsonTexts, correlation_id: text(255) },
  ['consents', 'preferences'],
  changed => ({
    consents: changed.consents,
    correlationId: changed.correlation_id,
    record: base =>
      record(CampaignPreferencesChanged, {
        ...base,
        correlationId: changed.correlation_id,
        consents: changed.consents,
        preferences: changed.preferences,
      }),
  }),
  ({ consents: given, preferences }) =>
    Object.keys(given).length + Object.keys(preferences).length === 0
      ? [{ pointer: '', detail: 'needs a consent or a preference that is not blank' }]
      : [],
)

/** Every action that a webhook of a campaign may have. */
export const actions: ReadonlyMap<string, Action> = new Map([
  ['push_requested', pushRequested],
  ['eligibility_requested', eligibilityRequested],
  ['survey_answered', surveyAnswered],
  ['asset_approved', assetApproved],
  ['preferences_changed', preferencesChanged],
])
