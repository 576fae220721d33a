import type { Customer } from '../schemas/customer.generated.ts'
import { CustomerConsentChanged } from '../schemas/customer-consent-changed.generated.ts'
import { CustomerProfileChanged } from '../schemas/customer-profile-changed.generated.ts'
import { processor } from '../src/stream/define.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { customers } from './stores/customers.ts'

const nothing: Customer = { consents: {}, profile: {} }

export const rememberCustomer = processor({
  name: 'remember-customer',
  input: { from: customerEvents, only: [CustomerConsentChanged, CustomerProfileChanged] },
  lookups: { customer: customers },
  keeps: [customers],
  outputs: [],
  reasons: [],
  process({ type, value }, { customer = nothing }, { keep }) {
    switch (type) {
      case 'signalbox.customer.CustomerConsentChanged':
        return keep(customers, withConsent(customer, value))
      case 'signalbox.customer.CustomerProfileChanged':
        return keep(customers, withProfile(customer, value))
    }
  },
})

function withConsent(customer: Customer, { purpose, granted, occurredAt }: CustomerConsentChanged): Customer {
  const known = customer.consents[purpose]
  if (known && known.changedAt > occurredAt) return customer
  return { ...customer, consents: { ...customer.consents, [purpose]: { granted, changedAt: occurredAt } } }
}

function withProfile(customer: Customer, { attributes, occurredAt }: CustomerProfileChanged): Customer {
  const newer = Object.entries(attributes).filter(
    ([name]) => (customer.profile[name]?.changedAt ?? -Infinity) <= occurredAt,
  )
  const changed = Object.fromEntries(newer.map(([name, value]) => [name, { value, changedAt: occurredAt }]))
  return { ...customer, profile: { ...customer.profile, ...changed } }
}
