import { alertStaff } from '../processors/alert-staff.ts'
import { answerTasks } from '../processors/answer-tasks.ts'
import { escalateTasks } from '../processors/escalate-tasks.ts'
import { openTasks } from '../processors/open-tasks.ts'
import { routeAnswers } from '../processors/route-answers.ts'
import { coordinateProcesses } from '../processors/coordinate-processes.ts'
import { keepDirectory } from '../processors/keep-directory.ts'
import { openAlerts } from '../processors/open-alerts.ts'
import { publishDirectory } from '../processors/publish-directory.ts'
import { admitPushRequests } from '../processors/admit-push-requests.ts'
import { escalateLowEngagement } from '../processors/escalate-low-engagement.ts'
import { scoreEngagement } from '../processors/score-engagement.ts'
import { followCases } from '../processors/follow-cases.ts'
import { followDocuments } from '../processors/follow-documents.ts'
import { followOnboarding } from '../processors/follow-onboarding.ts'
import { publishEngagement } from '../processors/publish-engagement.ts'
import { alertCustomers } from '../processors/alert-customers.ts'
import { groupCustomers } from '../processors/group-customers.ts'
import { nudgeDropOffs } from '../processors/nudge-drop-offs.ts'
import { reachGroups } from '../processors/reach-groups.ts'
import { spreadIncidents } from '../processors/spread-incidents.ts'
import { admitToCampaigns } from '../processors/admit-to-campaigns.ts'
import { askEligibility } from '../processors/ask-eligibility.ts'
import { followPushFeedback } from '../processors/follow-push-feedback.ts'
import { sendEngagement } from '../processors/send-engagement.ts'
import { recordConsents } from '../processors/record-consents.ts'
import { recordPreferences } from '../processors/record-preferences.ts'
import { rememberCustomer } from '../processors/remember-customer.ts'
import { reportCaseNews } from '../processors/report-case-news.ts'
import { reportCustomerActions } from '../processors/report-customer-actions.ts'
import { reportProfileChanges } from '../processors/report-profile-changes.ts'
import { resolveWorkspaces } from '../processors/resolve-workspaces.ts'
import { sendCustomerMessages } from '../processors/send-customer-messages.ts'
import { audit } from '../topics/audit.ts'
import { deadLetters } from '../topics/dead-letters.ts'
import { decisions } from '../topics/decisions.ts'
import { deliveryControl } from '../topics/delivery-control.ts'
import { deliveryReceipts } from '../topics/delivery-receipts.ts'
import { processChangelog } from '../topics/process-changelog.ts'
import { processEventIds } from '../topics/process-event-ids.ts'
import { processMoved } from '../topics/process-moved.ts'
import { braze } from './egress/braze/sink.ts'
import { ecm } from './egress/ecm/sink.ts'
import { http } from './egress/http/sink.ts'
import { push } from './egress/push/sink.ts'
import { workflow } from './egress/workflow/sink.ts'
import { xconnector } from './egress/xconnector/sink.ts'
import { exampleFlows } from './flow-settings/example.ts'
import type { Flows } from './flow-settings/index.ts'
import { brazeCurrents } from './ingress/braze/currents/endpoint.ts'
import { brazeWebhooks } from './ingress/braze/webhooks/endpoint.ts'
import { ecmWorkspaces } from './ingress/ecm/adapter.ts'
import { receivers } from './ingress/frame/adapter.ts'
import type { Endpoint } from './ingress/frame/endpoint.ts'
import { httpEvents } from './ingress/http/endpoint.ts'
import { pushWebhook } from './ingress/push/endpoint.ts'
import { workflowPoller } from './ingress/workflow/adapter.ts'
import { xconnectorWebhook } from './ingress/xconnector/endpoint.ts'
import type { Topology } from './stream/index.ts'

/** Sources that send to us, each with a route of its own. */
export const endpoints: readonly Endpoint[] = [
  // POST /ingress/http/events -> customer.events
  httpEvents,
  // POST /ingress/braze/currents -> braze.events, customer.events (consents)
  brazeCurrents,
  // POST /ingress/braze/webhooks -> campaign.events, customer.events (consents)
  brazeWebhooks,
  // POST /ingress/push -> push.events
  pushWebhook,
  // POST /ingress/xconnector -> xconnector.events
  xconnectorWebhook,
]

/** THE MAP: everything that runs, in the order in which an event passes it; what the flows do is as the settings say. */
export const topologyWith: (flows: Flows) => Topology = flows => ({
  // the endpoints above -> their event topics
  adapters: [receivers(endpoints)],

  // Extended ECM -> ecm.events;   how far it was read: ecm.poll-state;   signalbox poll -> ecm.poll
  // the workflow service -> workflow.events;   how far it was read: workflow.poll-state;   signalbox poll -> workflow.poll
  pollers: [ecmWorkspaces, workflowPoller],

  // customer.events -> customers (state), braze.commands, decisions;   braze.events -> engagement.events
  processors: [
    recordConsents(flows.E4),
    rememberCustomer,
    reportCustomerActions,
    reportProfileChanges,
    publishEngagement,
    keepDirectory,
    publishDirectory,
    openAlerts,
    alertStaff(flows.X7),
    coordinateProcesses(flows.X8),
    resolveWorkspaces(flows.ecm),
    followCases(flows.ecm),
    followDocuments(flows.ecm),
    followOnboarding(flows.E1),
    reportCaseNews(flows),
    recordPreferences(flows.E4),
    askEligibility,
    admitToCampaigns(flows.E5),
    scoreEngagement(flows.E6),
    escalateLowEngagement(flows.E6, flows.rules.zone),
    admitPushRequests(flows.P6, flows.E6.windowMs),
    groupCustomers(flows.P2),
    spreadIncidents(flows.P2),
    reachGroups,
    alertCustomers(flows.P2),
    nudgeDropOffs(flows.P4),
    sendEngagement(flows.H3),
    openTasks,
    routeAnswers,
    escalateTasks(flows.W2, flows.W6),
    answerTasks(flows.W6),
    // Before the gate: a push that is suppressed now is not sent any more.
    followPushFeedback(flows.P7),
    sendCustomerMessages(flows),
  ],
  changelog: processChangelog,
  eventIds: processEventIds,
  moved: processMoved,
  decisions,

  // <destination>.commands -> the destination, delivery.receipts;   what is open on the way: <destination>.ledger
  sinks: [braze, ecm, workflow, push, xconnector, http],
  receipts: deliveryReceipts,

  // signalbox hold, release, in-doubt resolve -> delivery.control -> every sink;   what operators did -> audit
  control: deliveryControl,
  audit,

  // from everywhere: what could not be read, processed or delivered
  deadLetters,
})

/** The map with the flows of development: topics, schemas and destinations are the same whatever the settings say. */
export const topology = topologyWith(exampleFlows)
