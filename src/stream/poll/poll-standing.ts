import type { Polled } from '../define.ts'
import { backoffMs } from '../delivery/backoff.ts'
import { wordOf } from '../stage/dead-letter.ts'
import type { Engine } from '../stage/engine.ts'

/** After a failure the server is asked again after about so many ms, then later and later. */
const backoff = { shortest: 1_000, longest: 60_000 }
/** What the server asks for is waited for, but no longer. */
const longestWaitMs = 900_000
/** An operator is told of trouble at once, and reminded of one that lasts. */
const remindAfterMs = 300_000

/** How a poller is doing: how long it waits, and what an operator hears and sees of it. Times of waiting are of a monotonic clock. */
export class PollStanding {
  readonly #engine: Engine
  readonly #poller: string
  readonly #stateRows: () => number
  #failures = 0
  #trouble: string | undefined
  #since = 0
  #told: { readonly word: string; readonly at: number } | undefined
  #progress: string | undefined
  #behind: { readonly ms: number; readonly at: number } | undefined
  #dueAt = 0
  #isOurs = false

  constructor(engine: Engine, poller: string, stateRows: () => number) {
    this.#engine = engine
    this.#poller = poller
    this.#stateRows = stateRows
  }

  /** What stands in the way, or how far a long round is. */
  get waiting(): string | undefined {
    if (this.#trouble === undefined) return this.#progress
    return `${this.#trouble} (since ${new Date(this.#since).toISOString()}, ${this.#failures} attempts)`
  }

  /** How long until the next step, ms; 0 where it is due. */
  get waitMs(): number {
    return Math.max(0, this.#dueAt - performance.now())
  }

  /** An assignment begins; `isOurs`: this process polls. */
  begin(isOurs: boolean): void {
    this.#isOurs = isOurs
    this.#progress = undefined
    this.#behind = undefined
    if (isOurs) return
    this.#trouble = undefined
    this.#failures = 0
    this.#dueAt = 0
  }

  /** A step has ended so. */
  took({ trouble, progress, nextAfterMs, requests, roundEnded, behindMs }: Polled): void {
    const { metrics } = this.#engine
    const poller = this.#poller
    metrics.pollRequests.inc({ poller }, requests)
    if (roundEnded) metrics.pollRounds.inc({ poller })
    if (behindMs !== undefined) this.#behind = { ms: behindMs, at: performance.now() }
    this.#progress = progress
    const asked = Math.min(Math.max(0, nextAfterMs), longestWaitMs)
    if (trouble === undefined) this.#over()
    else this.#met(trouble)
    const waitMs = trouble === undefined ? 0 : backoffMs(this.#failures, backoff.shortest, backoff.longest)
    this.#dueAt = performance.now() + Math.max(asked, waitMs)
  }

  #met(trouble: string): void {
    const { clock, metrics, log } = this.#engine
    const poller = this.#poller
    const word = wordOf(trouble)
    metrics.pollErrors.inc({ poller, reason: word })
    if (this.#trouble === undefined) this.#since = clock.now()
    this.#failures++
    this.#trouble = trouble
    const now = performance.now()
    if (this.#told?.word === word && now - this.#told.at < remindAfterMs) return
    log.warn({ poller, trouble, attempts: this.#failures }, 'cannot poll its source')
    this.#told = { word, at: now }
  }

  #over(): void {
    if (this.#told) this.#engine.log.info({ poller: this.#poller }, 'polls again')
    this.#told = undefined
    this.#trouble = undefined
    this.#failures = 0
  }

  /** What is committed of a step. */
  told(changes: ReadonlyMap<string, number>): void {
    for (const [kind, count] of changes) this.#engine.metrics.pollChanges.inc({ poller: this.#poller, kind }, count)
  }

  /** Sets the gauges. Only the process that polls tells how far it is. */
  observe(): void {
    const { metrics } = this.#engine
    const poller = this.#poller
    if (!this.#isOurs) {
      metrics.pollBehind.remove({ poller })
      metrics.pollState.remove({ poller })
      return
    }
    metrics.pollState.set({ poller }, this.#stateRows())
    if (this.#behind)
      metrics.pollBehind.set({ poller }, (this.#behind.ms + performance.now() - this.#behind.at) / 1_000)
  }
}
