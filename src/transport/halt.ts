import type { Outcome, RateReport } from '../stream/define.ts'
import { bounded } from './failed-call.ts'

/** Thrown where a call has to end early: what became of its commands. */
export class Halt extends Error {
  override readonly name = 'Halt'
  readonly outcome: Outcome
  readonly rate: RateReport | undefined

  constructor(outcome: Outcome, rate?: RateReport) {
    super(outcome.kind)
    this.outcome = outcome
    this.rate = rate
  }
}

/** What a call ended with: its Halt. Anything else is a fault of ours, of which nobody knows how far the call had come. */
export const haltOf = (error: unknown): Halt =>
  error instanceof Halt
    ? error
    : new Halt({ kind: 'inDoubt', reason: `fault: ${error instanceof Error ? error.name : typeof error}` })

/** What is asked after a request that failed with these words and may have been applied: as long as nobody tells, it is in doubt. */
export async function orInDoubt<T>(asked: Promise<T>, words: string): Promise<T> {
  try {
    return await asked
  } catch {
    throw new Halt({ kind: 'inDoubt', reason: bounded(`failed: ${words}`) })
  }
}
