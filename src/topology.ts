import { rememberCustomer } from '../processors/remember-customer.ts'
import { reportCustomerActions } from '../processors/report-customer-actions.ts'
import { reportProfileChanges } from '../processors/report-profile-changes.ts'
import { deadLetters } from '../topics/dead-letters.ts'
import { decisions } from '../topics/decisions.ts'
import { deliveryReceipts } from '../topics/delivery-receipts.ts'
import { processChangelog } from '../topics/process-changelog.ts'
import { processEventIds } from '../topics/process-event-ids.ts'
import { braze } from './egress/braze/sink.ts'
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

  // braze.commands -> Braze, delivery.receipts
  sinks: [braze],
  receipts: deliveryReceipts,

  // from everywhere: what could not be read, processed or delivered
  deadLetters,
}
