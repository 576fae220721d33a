import type { Customer } from '../schemas/customer.generated.ts'

/** Why a customer must not be messaged for marketing; a part of every processor that causes such messages. */
export const marketingRefusals = ['consent_unknown', 'consent_withdrawn'] as const

/** The reason against messaging, or undefined where the customer has said yes. Without a word from the customer the answer is no. */
export function marketingRefusal(customer: Customer | undefined): (typeof marketingRefusals)[number] | undefined {
  const consent = customer?.consents['marketing']
  if (!consent) return 'consent_unknown'
  return consent.granted ? undefined : 'consent_withdrawn'
}
