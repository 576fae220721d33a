import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { wordOf } from '../stage/dead-letter.ts'
import type { Outcome } from '../define.ts'
import type { Engine } from '../stage/engine.ts'

type Retry = Extract<Outcome, { kind: 'retry' }>

const shortestPauseMs = 250
const longestPauseMs = 30_000
/** An operator is told of a new reason at once, and reminded of one that lasts. */
const remindAfterMs = 300_000

/** When the next call to a destination may be made after one that must be made again, and what an operator hears of it. */
export class Pace {
  readonly #engine: Engine
  readonly #destination: string
  #failures = 0
  #resumeAt = 0
  #told: { readonly word: string; readonly at: number } | undefined
  #reason: string | undefined

  constructor(engine: Engine, destination: string) {
    this.#engine = engine
    this.#destination = destination
  }

  /** Why the destination is not delivered to now; undefined while it is. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** A call went through. */
  passed(): void {
    if (this.#told) this.#engine.log.info({ destination: this.#destination }, 'delivers again')
    this.#failures = 0
    this.#told = undefined
    this.#reason = undefined
  }

  /** A call must be made again: not before the destination says, or after longer and longer, with jitter either way so that instances do not come back together. */
  failed({ reason, afterMs }: Retry): void {
    const word = wordOf(reason)
    this.#engine.metrics.retries.inc({ destination: this.#destination, reason: word })
    const now = performance.now()
    if (afterMs === 0) return
    this.#reason = reason
    if (this.#told?.word !== word || now - this.#told.at > remindAfterMs) {
      this.#told = { word, at: now }
      this.#engine.log.warn({ destination: this.#destination, reason }, 'a call will be made again until it succeeds')
    }
    const backOff = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(this.#failures++, 10))
    const pause = afterMs ?? backOff / 2
    this.#resumeAt = now + pause + randomInt(Math.ceil(Math.min(pause, 1_000)) + 1)
  }

  /** Resolves when the next call may be made, or when `lost` aborts. */
  async ready(lost: AbortSignal): Promise<void> {
    const ms = this.#resumeAt - performance.now()
    if (ms > 0) await sleep(ms, undefined, { signal: lost }).catch(() => undefined)
  }
}
