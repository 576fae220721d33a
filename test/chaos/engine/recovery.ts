import { setTimeout as sleep } from 'node:timers/promises'
import type { Input } from './input.ts'
import type { Progress } from './output.ts'
import { partitions } from './topics.ts'

/** One fault and what became of it. */
export interface Round {
  readonly fault: string
  /** From the last harm until every partition had output of events that were produced after it. */
  readonly recoveredMs: number
  readonly tookMs: number
  /** Set when the pipeline did not move again in time, or the fault could not be brought about. */
  readonly trouble?: string
}

const boundMs = 60_000
const lookEveryMs = 20

/** The stopwatch of a round: from harm until the pipeline moves again. */
export class Recovery {
  /** Of the last harm. */
  tookMs = 0
  readonly #progress: Pick<Progress, 'reached'>
  readonly #input: Pick<Input, 'next'>
  #moved: Promise<void> = Promise.resolve()

  constructor(progress: Pick<Progress, 'reached'>, input: Pick<Input, 'next'>) {
    this.#progress = progress
    this.#input = input
  }

  readonly harm = (): void => {
    this.#moved = this.#watch(ms => (this.tookMs = ms))
    this.#moved.catch(() => undefined)
  }

  /** Resolves once every partition has output of events that were produced after the last harm; rejects when that takes too long. */
  readonly moves = (): Promise<void> => this.#moved

  /** The same, of events that are produced from now on. */
  readonly movesFromNow = (): Promise<void> => this.#watch(() => undefined)

  async #watch(done: (ms: number) => void): Promise<void> {
    const began = performance.now()
    const mark = this.#input.next
    while (this.#progress.reached(partitions) < mark) {
      if (performance.now() - began > boundMs) throw new Error(`nothing moved for ${boundMs / 1_000} s`)
      await sleep(lookEveryMs)
    }
    done(performance.now() - began)
  }
}

/** Per fault: how often, and how long it took until the pipeline moved again. */
export function recoveries(rounds: readonly Round[]): Record<string, Record<string, number | string>> {
  const names = [...new Set(rounds.map(({ fault }) => fault))]
  return Object.fromEntries(
    names.map(fault => {
      const of = rounds.filter(round => round.fault === fault)
      const fine = of.filter(({ trouble }) => trouble === undefined)
      const sorted = fine.map(({ recoveredMs }) => recoveredMs).sort((a, b) => a - b)
      const seconds = (at: number) => (sorted.length > 0 ? ((sorted[at] ?? 0) / 1_000).toFixed(1) : '–')
      return [
        fault,
        {
          rounds: of.length,
          'median s': seconds(Math.floor((sorted.length - 1) / 2)),
          'longest s': seconds(sorted.length - 1),
          'not recovered': of.length - fine.length,
        },
      ]
    }),
  )
}
