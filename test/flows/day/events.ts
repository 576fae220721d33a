/** The events of the day, as they lie in the topics of their sources: each with everything empty that is not said. */
import { CampaignEligibilityRequested } from '../../../schemas/campaign-eligibility-requested.generated.ts'
import { CampaignPreferencesChanged } from '../../../schemas/campaign-preferences-changed.generated.ts'
import { CampaignPushRequested } from '../../../schemas/campaign-push-requested.generated.ts'
import { CustomerConsentChanged } from '../../../schemas/customer-consent-changed.generated.ts'
import { CustomerProfileChanged } from '../../../schemas/customer-profile-changed.generated.ts'
import { EcmCategoryChanged } from '../../../schemas/ecm-category-changed.generated.ts'
import { EcmDeleted } from '../../../schemas/ecm-deleted.generated.ts'
import { EcmDocumentAdded } from '../../../schemas/ecm-document-added.generated.ts'
import { EcmStatusChanged } from '../../../schemas/ecm-status-changed.generated.ts'
import { EcmWorkspaceChanged } from '../../../schemas/ecm-workspace-changed.generated.ts'
import { EngagementEvent } from '../../../schemas/engagement-event.generated.ts'
import { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import { PushIncident } from '../../../schemas/push-incident.generated.ts'
import { PushJourneySignal } from '../../../schemas/push-journey-signal.generated.ts'
import { WorkflowTaskChanged } from '../../../schemas/workflow-task-changed.generated.ts'
import { XconnectorAudienceAlert } from '../../../schemas/xconnector-audience-alert.generated.ts'
import { XconnectorProcessStep } from '../../../schemas/xconnector-process-step.generated.ts'
import { XconnectorRecordChanged } from '../../../schemas/xconnector-record-changed.generated.ts'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import type { Stream } from '../../../src/stream/define.ts'
import type { TestDriver } from '../../../src/stream/testing.ts'
import { brazeEvents } from '../../../topics/braze-events.ts'
import { campaignEvents } from '../../../topics/campaign-events.ts'
import { customerEvents } from '../../../topics/customer-events.ts'
import { ecmEvents } from '../../../topics/ecm-events.ts'
import { pushEvents } from '../../../topics/push-events.ts'
import { workflowEvents } from '../../../topics/workflow-events.ts'
import { xconnectorEvents } from '../../../topics/xconnector-events.ts'

/** Who, when and under which id. */
export interface Told {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
}

const nowhere = { about: null, link: null, expiresAt: null, extra: {} }
const noRecord = { recordType: null, recordId: null, recordVersion: null }
const fromBraze = { source: '/braze', campaignId: null, campaignName: null, canvasId: null, canvasStepId: null }
const byNobody = { dispatchId: null, brazeUserId: null, extra: {} }
const fromEcm = { source: '/ecm', externalSystem: 'CRM', businessObjectType: 'any', extra: {} }

const blank = {
  consent: { source: '/shop', extra: {} },
  profile: { source: '/shop', extra: {} },
  eligibility: {
    ...{ ...fromBraze, ...byNobody, enterCampaignId: null, enterCanvasId: null, documentKind: null },
    ...{ workspaceId: null, expiresAt: null, properties: {} },
  },
  pushRequest: {
    ...{ ...fromBraze, ...byNobody, title: 'Now', body: 'Have a look', link: null, imageUrl: null, target: null },
    ...{ priority: null, expiresAt: null, collapseKey: null, data: {} },
  },
  preferences: { ...fromBraze, ...byNobody, correlationId: null, consents: {} },
  workspace: { ...fromEcm, from: null, to: null },
  document: { ...fromEcm, fileName: null, mimeType: null, size: null, folderId: 1 },
  attribute: { ...fromEcm, categoryId: 16_900, attribute: '2', type: 'String', from: null },
  status: { ...fromEcm },
  deleted: { ...fromEcm },
  feedback: {
    ...{ source: '/push', type: 'feedback', submitId: null, app: 'bank', clientId: null, tokenRef: null },
    ...{ audience: null, action: null, comment: null, correlationId: null, errorCode: null, errorMessage: null },
    ...{ link: null, extra: {} },
  },
  incident: {
    ...{ source: '/push', title: null, text: null, services: [], accounts: [], regions: [], devices: [] },
    ...{ customers: [], teams: [], startedAt: null, expectedAt: null, correlationId: null, link: null },
    ...{ expiresAt: null, data: {}, extra: {} },
  },
  journey: {
    ...{ source: '/push', step: null, stepsDone: null, stepsTotal: null, amount: null, currency: null, link: null },
    ...{ correlationId: null, expiresAt: null, data: {}, extra: {} },
  },
  task: {
    ...{ source: '/workflow', previousAssignee: null, description: null, assignee: null, owner: null },
    ...{ candidateUsers: [], candidateGroups: [], dueDate: null, priority: 50, category: null, formKey: null },
    ...{ delegationState: null, suspended: false, taskDefinitionKey: null, parentTaskId: null, claimedAt: null },
    ...{ endedAt: null, outcome: null, deleteReason: null, processInstanceId: null, businessKey: null },
    ...{ processDefinitionId: null, processDefinitionKey: null, processDefinitionName: null, changes: [] },
    ...{ variables: {}, extra: {} },
  },
  alert: {
    ...{ ...nowhere, ...noRecord, source: '/xconnector', kind: 'fault', severity: null, roles: [], locations: [] },
    ...{ businessUnits: [], onCallOnly: false, title: null, text: null, correlationId: null, data: {} },
  },
  step: {
    ...{ ...nowhere, ...noRecord, source: '/xconnector', step: null, system: null, nextSteps: [], dueAt: null },
    ...{ message: null, customer: null, employee: null, employees: [], roles: [], severity: null, title: null },
    text: null,
  },
  record: {
    ...{ ...nowhere, source: '/xconnector', recordType: 'employee', status: null, previousStatus: null, changes: [] },
    ...{ title: null, text: null, customer: null, employees: [], roles: [], correlationId: null },
  },
}

/** In the order of the schema's fields: whoever tells it on as JSON tells it in that order. */
const engagement = {
  ...{ source: '/braze', type: '', kind: '', category: 'message', action: '', channel: null, externalUserId: null },
  ...{ brazeUserId: null, timezone: null, workspaceId: null, appId: null, deviceId: null, platform: null },
  ...{ osVersion: null, deviceModel: null, userAgent: null, emailAddress: null, phoneNumber: null, campaignId: null },
  ...{ campaignName: null, messageVariationId: null, messageVariationName: null, canvasId: null, canvasName: null },
  ...{ canvasVariationId: null, canvasVariationName: null, canvasStepId: null, canvasStepName: null },
  ...{ canvasStepMessageVariationId: null, sendId: null, dispatchId: null, messageId: null, contentId: null },
  ...{ url: null, shortUrl: null, linkId: null, linkAlias: null, button: null, machineOpen: null, suspectedBot: null },
  ...{ suspectedBotReasons: [], reason: null, reasonDetail: null, messageBody: null, subscriptionStatus: null },
  ...{ subscriptionGroupId: null, stateChangeSource: null, name: null, productId: null, price: null, currency: null },
  ...{ properties: {}, extra: {} },
}

/** An event and where it belongs. */
const event = <const Of extends string, S extends RecordSchema>(
  of: Of,
  to: Stream,
  schema: S,
  value: RecordOf<S> & Told,
) => ({ of, value, eventId: value.eventId, subject: value.subject, send: (d: TestDriver) => d.send(to, schema, value) })

type Said<T, Blank> = Told & Omit<T, keyof Blank | keyof Told> & Partial<T>

export const consent = (said: Said<CustomerConsentChanged, typeof blank.consent>) =>
  event('consent', customerEvents, CustomerConsentChanged, { ...blank.consent, ...said })
export const profile = (said: Said<CustomerProfileChanged, typeof blank.profile>) =>
  event('profile', customerEvents, CustomerProfileChanged, { ...blank.profile, ...said })
export const engaged = (said: Said<EngagementEvent, typeof engagement>) => {
  const { eventId, subject, occurredAt } = said
  const told = { eventId, subject, occurredAt }
  return event('engagement', brazeEvents, EngagementEvent, { ...told, ...engagement, ...said })
}
export const eligibility = (said: Said<CampaignEligibilityRequested, typeof blank.eligibility>) =>
  event('eligibility', campaignEvents, CampaignEligibilityRequested, { ...blank.eligibility, ...said })
export const pushRequest = (said: Said<CampaignPushRequested, typeof blank.pushRequest>) =>
  event('pushRequest', campaignEvents, CampaignPushRequested, { ...blank.pushRequest, ...said })
export const preferences = (said: Said<CampaignPreferencesChanged, typeof blank.preferences>) =>
  event('preferences', campaignEvents, CampaignPreferencesChanged, { ...blank.preferences, ...said })
export const workspace = (said: Said<EcmWorkspaceChanged, typeof blank.workspace>) =>
  event('workspace', ecmEvents, EcmWorkspaceChanged, { ...blank.workspace, ...said })
export const document = (said: Said<EcmDocumentAdded, typeof blank.document>) =>
  event('document', ecmEvents, EcmDocumentAdded, { ...blank.document, ...said })
export const attribute = (said: Said<EcmCategoryChanged, typeof blank.attribute>) =>
  event('attribute', ecmEvents, EcmCategoryChanged, { ...blank.attribute, ...said })
export const status = (said: Said<EcmStatusChanged, typeof blank.status>) =>
  event('status', ecmEvents, EcmStatusChanged, { ...blank.status, ...said })
export const deleted = (said: Said<EcmDeleted, typeof blank.deleted>) =>
  event('deleted', ecmEvents, EcmDeleted, { ...blank.deleted, ...said })
export const feedback = (said: Said<PushFeedback, typeof blank.feedback>) =>
  event('feedback', pushEvents, PushFeedback, { ...blank.feedback, ...said })
export const incident = (said: Said<PushIncident, typeof blank.incident>) =>
  event('incident', pushEvents, PushIncident, { ...blank.incident, ...said })
export const journey = (said: Said<PushJourneySignal, typeof blank.journey>) =>
  event('journey', pushEvents, PushJourneySignal, { ...blank.journey, ...said })
export const task = (said: Said<WorkflowTaskChanged, typeof blank.task>) =>
  event('task', workflowEvents, WorkflowTaskChanged, { ...blank.task, ...said })
export const alert = (said: Said<XconnectorAudienceAlert, typeof blank.alert>) =>
  event('alert', xconnectorEvents, XconnectorAudienceAlert, { ...blank.alert, ...said })
export const step = (said: Said<XconnectorProcessStep, typeof blank.step>) =>
  event('step', xconnectorEvents, XconnectorProcessStep, { ...blank.step, ...said })
export const record = (said: Said<XconnectorRecordChanged, typeof blank.record>) =>
  event('record', xconnectorEvents, XconnectorRecordChanged, { ...blank.record, ...said })

export type DayEvent = ReturnType<
  | typeof consent
  | typeof profile
  | typeof engaged
  | typeof eligibility
  | typeof pushRequest
  | typeof preferences
  | typeof workspace
  | typeof document
  | typeof attribute
  | typeof status
  | typeof deleted
  | typeof feedback
  | typeof incident
  | typeof journey
  | typeof task
  | typeof alert
  | typeof step
  | typeof record
>
