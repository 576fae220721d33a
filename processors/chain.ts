/** A step of an escalation: so long after its start, to these. */
export interface Step<To extends string> {
  readonly afterMs: number
  readonly to: To
}

/** When step number `step`, counted from 0, is due in a chain that began at `start`; undefined past its end. */
export function stepDue(
  start: number,
  chain: readonly { readonly afterMs: number }[],
  step: number,
): number | undefined {
  const next = chain[step]
  return next && start + next.afterMs
}

/** The first step from number `step` on that means anybody, and how many before it mean nobody: they are passed over, nothing waits for their time. */
export function firstWithAnybody<To extends string>(
  chain: readonly Step<To>[],
  step: number,
  peopleAt: (to: To) => string[],
): { readonly people: string[]; readonly empty: number; readonly step: number; readonly level: To | undefined } {
  const left = chain.slice(step).map(({ to }) => ({ level: to, people: peopleAt(to) }))
  const found = left.findIndex(({ people }) => people.length > 0)
  const empty = found === -1 ? left.length : found
  return { people: left[empty]?.people ?? [], empty, step: step + empty, level: left[empty]?.level }
}
