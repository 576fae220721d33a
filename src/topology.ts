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
import { braze } from './egress/braze/sink.ts'
import { ecm } from './egress/ecm/sink.ts'
import { http } from './egress/http/sink.ts'
import { push } from './egress/push/sink.ts'
import { workflow } from './egress/workflow/sink.ts'
import { xconnector } from './egress/xconnector/sink.ts'
import { httpEvents } from './ingress/http/adapter.ts'
import type { Topology } from './stream/index.ts'

/** THE MAP: everything that runs, in the order in which an event passes it. */
export const topology: Topology = {
  // POST /ingress/http/events -> customer.events
  adapters: [httpEvents],

  // customer.events -> customers (state), braze.commands, decisions
  processors: [rememberCustomer, reportCustomerActions, reportProfileChanges],
  changelog: processChangelog,
  eventIds: processEventIds,
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
