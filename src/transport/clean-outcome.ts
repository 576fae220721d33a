import type { Finding, LookUp, LookUpResult, Outcome } from '../stream/define.ts'

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

function cleanResult(result: LookUpResult, caller: Keeper): LookUpResult {
  return { ...result, findings: result.findings.map(finding => cleanFinding(finding, caller)) }
}

/** The look-up, with clean findings. */
export function cleanLookUp({ askMany, ...lookUp }: LookUp, caller: Keeper): LookUp {
  const ask: LookUp['ask'] = async (commands, signal) => cleanResult(await lookUp.ask(commands, signal), caller)
  if (!askMany) return { ...lookUp, ask }
  return {
    ...lookUp,
    ask,
    askMany: async (calls, signal) => (await askMany(calls, signal)).map(result => cleanResult(result, caller)),
  }
}
