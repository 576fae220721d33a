import type { Finding, LookUp, Outcome } from '../../stream/define.ts'

/** Whoever knows the secrets of a destination. */
interface Keeper {
  withoutSecrets(text: string): string
}

/** Outcomes end in logs and receipts. A body is cleaned as text; this finds what was escaped in it and came out by parsing. */
export function cleanOutcome(outcome: Outcome, caller: Keeper): Outcome {
  if (outcome.kind !== 'delivered') return { ...outcome, reason: caller.withoutSecrets(outcome.reason) }
  const { destinationId, note } = outcome
  return {
    kind: 'delivered',
    destinationId: destinationId === null ? null : caller.withoutSecrets(destinationId),
    ...(note !== undefined && { note: caller.withoutSecrets(note) }),
  }
}

function cleanFinding(finding: Finding, caller: Keeper): Finding {
  if (finding.kind === 'unknown') return { ...finding, reason: caller.withoutSecrets(finding.reason) }
  if (finding.kind === 'notApplied' || finding.destinationId === null) return finding
  return { ...finding, destinationId: caller.withoutSecrets(finding.destinationId) }
}

/** The look-up, with clean findings. */
export const cleanLookUp = (lookUp: LookUp, caller: Keeper): LookUp => ({
  ...lookUp,
  ask: async (commands, signal) => {
    const result = await lookUp.ask(commands, signal)
    return { ...result, findings: result.findings.map(finding => cleanFinding(finding, caller)) }
  },
})
