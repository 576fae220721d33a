import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { CustomerProfileChanged } from '../schemas/customer-profile-changed.generated.ts'
import { processor } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { marketingRefusal, marketingRefusals } from './marketing-consent.ts'
import { customers } from './remember-customer.ts'

const name = 'report-profile-changes'

/** Profile changes become attributes at Braze, for customers who consent to marketing. */
export const reportProfileChanges = processor({
  name,
  input: { from: customerEvents, only: [CustomerProfileChanged] },
  lookups: { customer: customers },
  keeps: [],
  outputs: [brazeCommands],
  reasons: [...marketingRefusals, 'nothing_changed'],
  process({ value: { eventId, subject, occurredAt, attributes } }, { customer }, { forward, drop }) {
    const refusal = marketingRefusal(customer)
    if (refusal) return drop(refusal)
    if (Object.keys(attributes).length === 0) return drop('nothing_changed')
    return forward(brazeCommands, BrazeSetAttributes, {
      deliveryId: `${eventId}/${name}/braze`,
      eventId,
      subject,
      occurredAt,
      attributes,
    })
  },
})
