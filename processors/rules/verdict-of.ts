import type { RuleSettings } from '../../src/flow-settings/index.ts'
import { channelOf } from './channel.ts'
import { consentRefusal, consentRefusals } from './consent.ts'
import { isCapped } from './frequency.ts'
import type { Going } from './going.ts'
import { quietUntil, zoneOf } from './quiet-hours.ts'
import { threadRefusal, threadRefusals } from './thread.ts'

/** Every reason for which a message does not go at all. */
export const refusals = ['expired', ...threadRefusals, ...consentRefusals, 'no_channel', 'frequency_capped'] as const
type Refusal = (typeof refusals)[number]

/** It goes now by a channel, or is asked about again at a time, or does not go. */
export type GateVerdict = { readonly send: string } | { readonly holdUntil: number } | { readonly refuse: Refusal }

/** Whether a message goes: the questions in the order in which a person would ask them. */
export function verdictOf(going: Going, rules: RuleSettings): GateVerdict {
  const { message, rule, customer, at } = going
  if (message.expiresAt !== null && at > message.expiresAt) return { refuse: 'expired' }

  const refusal = threadRefusal(going) ?? consentRefusal(customer, rule.purpose)
  if (refusal) return { refuse: refusal }

  const channel = channelOf(going, rules.channels)
  if (channel === undefined) return { refuse: 'no_channel' }
  if (rule.urgent) return { send: channel }

  const quietEnd = quietUntil(at, zoneOf(customer, rules.zone), rules.quiet)
  if (quietEnd !== undefined) return { holdUntil: quietEnd }

  const tooMany = rule.capped && isCapped(going, channel, rules.caps)
  return tooMany ? { refuse: 'frequency_capped' } : { send: channel }
}
