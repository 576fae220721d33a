import type { Customer } from '../../../schemas/customer.generated.ts'
import type { MessageRequested } from '../../../schemas/message-requested.generated.ts'
import { ask } from '../../../processors/ask.ts'
import type { Going } from '../../../processors/rules/going.ts'

/** Noon in Berlin, in winter. */
export const noon = Date.UTC(2026, 0, 15, 11)

const rule: Going['rule'] = { purpose: 'marketing', urgent: false, capped: true, campaigns: { email: 'e', sms: 's' } }

/** What wants to go at noon, to a customer who said yes; changed as a test needs it. */
export const going = (
  changes: Partial<Omit<Going, 'message' | 'rule'>> = {},
  message: Partial<MessageRequested> = {},
  changedRule: Partial<Going['rule']> = {},
): Going => ({
  message: { ...ask('P4', { eventId: 'e1', subject: 'ada', occurredAt: noon }, { message: 'checkout' }), ...message },
  rule: { ...rule, ...changedRule },
  customer: customerWith({ marketing: true }),
  sent: [],
  threads: {},
  suppressedUntil: null,
  at: noon,
  ...changes,
})

export const customerWith = (
  consents: Readonly<Record<string, boolean>>,
  profile: Readonly<Record<string, string | number | boolean | null>> = {},
): Customer => ({
  consents: mapped(consents, granted => ({ granted, changedAt: 1 })),
  profile: mapped(profile, value => ({ value, changedAt: 1 })),
})

const mapped = <T, U>(all: Readonly<Record<string, T>>, change: (one: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]))
