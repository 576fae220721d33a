import { publishEngagement } from '../processors/publish-engagement.ts'
import { rememberCustomer } from '../processors/remember-customer.ts'
import { reportCustomerActions } from '../processors/report-customer-actions.ts'
import { reportProfileChanges } from '../processors/report-profile-changes.ts'
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

/** THE MAP: everything that runs, in the order in which an event passes it. */
export const topology: Topology = {
  // the endpoints above -> their event topics
  adapters: [receivers(endpoints)],

  // Extended ECM -> ecm.events;   how far it was read: ecm.poll-state;   signalbox poll -> ecm.poll
  // the workflow service -> workflow.events;   how far it was read: workflow.poll-state;   signalbox poll -> workflow.poll
  pollers: [ecmWorkspaces, workflowPoller],

  // customer.events -> customers (state), braze.commands, decisions;   braze.events -> engagement.events
  processors: [rememberCustomer, reportCustomerActions, reportProfileChanges, publishEngagement],
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
}
