import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { CustomerProfileChanged } from '../schemas/customer-profile-changed.generated.ts'
import type { Customer } from '../schemas/customer.generated.ts'
import { processor } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { consentRefusals, marketingRefusal } from './rules/consent.ts'
import { customers } from './stores/customers.ts'

const name = 'report-profile-changes'
type Attributes = BrazeSetAttributes['attributes']

/** Profile changes become attributes at Braze, for customers who consent to marketing; a change that comes late does not undo a newer one there. */
export const reportProfileChanges = processor({
  name,
  input: { from: customerEvents, only: [CustomerProfileChanged] },
  lookups: { customer: customers },
  keeps: [],
  outputs: [brazeCommands],
  reasons: [...consentRefusals, 'nothing_changed', 'newer_known'],
  process({ value: { eventId, subject, occurredAt, attributes } }, { customer }, { forward, drop }) {
    const refusal = marketingRefusal(customer)
    if (refusal) return drop(refusal)
    if (Object.keys(attributes).length === 0) return drop('nothing_changed')
    const newest = newestOf(attributes, customer, occurredAt)
    if (Object.keys(newest).length === 0) return drop('newer_known')
    return forward(brazeCommands, BrazeSetAttributes, {
      deliveryId: `${eventId}/${name}/braze`,
      eventId,
      subject,
      occurredAt,
      attributes: newest,
    })
  },
})

/** The attributes without those of which a newer value is known. */
function newestOf(attributes: Attributes, customer: Customer | undefined, occurredAt: number): Attributes {
  const isNewest = (name: string) => (customer?.profile[name]?.changedAt ?? -Infinity) <= occurredAt
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isNewest(name)))
}
