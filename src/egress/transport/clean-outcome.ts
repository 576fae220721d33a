import type { Outcome } from '../../stream/define.ts'
import type { HttpCaller } from './http-caller.ts'

/** Outcomes end in logs and receipts. A body is cleaned as text; this finds what was escaped in it and came out by parsing. */
export function cleanOutcome(outcome: Outcome, caller: HttpCaller): Outcome {
  if (outcome.kind !== 'delivered') return { ...outcome, reason: caller.withoutSecrets(outcome.reason) }
  const { destinationId, note } = outcome
  return {
    kind: 'delivered',
    destinationId: destinationId === null ? null : caller.withoutSecrets(destinationId),
    ...(note !== undefined && { note: caller.withoutSecrets(note) }),
  }
}
