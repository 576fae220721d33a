import type { Customer } from '../../schemas/customer.generated.ts'

/** Why a customer must not be messaged for a purpose; a part of every processor that causes such messages. */
export const consentRefusals = ['consent_unknown', 'consent_withdrawn'] as const
type ConsentRefusal = (typeof consentRefusals)[number]

/**
 * The reason against messaging, or undefined where the customer has said yes. Without a word from the customer the answer is no. A message without a purpose is
 * owed to the customer and needs no consent.
 */
export function consentRefusal(customer: Customer | undefined, purpose: string | null): ConsentRefusal | undefined {
  if (purpose === null) return undefined
  const consent = customer?.consents[purpose]
  if (!consent) return 'consent_unknown'
  return consent.granted ? undefined : 'consent_withdrawn'
}

export const marketingRefusal = (customer: Customer | undefined): ConsentRefusal | undefined =>
  consentRefusal(customer, 'marketing')
