import type { Engine } from '../stage/engine.ts'
import { wordOf } from '../stage/dead-letter.ts'
import type { Breaker } from './breaker.ts'
import type { Orders } from './controls.ts'
import type { DeliveryTask } from './delivery-task.ts'
import type { Doubts } from './doubts.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** An operator is told of a new reason at once, and reminded of one that lasts. */
const remindAfterMs = 300_000
const states = ['closed', 'open', 'probing', 'recovering'] as const

/** What an operator hears and sees of a destination: held, down, what waits and what is in doubt. */
export class StandingReport {
  readonly #engine: Engine
  readonly #destination: string
  readonly #breaker: Breaker
  readonly #limiter: RateLimiter
  readonly #doubts: Doubts
  #told: { readonly word: string; readonly at: number } | undefined

  constructor(engine: Engine, destination: string, breaker: Breaker, limiter: RateLimiter, doubts: Doubts) {
    this.#engine = engine
    this.#destination = destination
    this.#breaker = breaker
    this.#limiter = limiter
    this.#doubts = doubts
  }

  /** Why nothing is delivered, or less than usual; undefined where all is well. */
  waiting({ hold }: Orders): string | undefined {
    if (hold) return `held by ${hold.by} since ${new Date(hold.at).toISOString()}: ${hold.why}`
    const { state, reason } = this.#breaker
    return state === 'closed' ? undefined : `breaker ${state}: ${reason ?? ''}`
  }

  /** Says what has changed, once. */
  say(orders: Orders): void {
    const waiting = this.waiting(orders)
    const now = performance.now()
    const { log } = this.#engine
    const destination = this.#destination
    if (waiting === undefined) {
      if (this.#told) log.info({ destination }, 'delivers again')
      this.#told = undefined
      return
    }
    const word = orders.hold ? 'held' : wordOf(this.#breaker.reason ?? '')
    if (this.#told?.word === word && now - this.#told.at < remindAfterMs) return
    log.warn({ destination, waiting }, 'does not deliver')
    this.#told = { word, at: now }
  }

  /** Sets the gauges. */
  observe(tasks: Iterable<DeliveryTask>, { hold }: Orders): void {
    const { metrics } = this.#engine
    const destination = this.#destination
    let parked = 0
    let stored = 0
    let stuck = this.#doubts.commands
    for (const task of tasks) {
      for (const { state } of task.subjects.values()) if (state === 'parked') parked++
      stored += task.stored
      stuck += task.stuck.size
    }
    for (const state of states)
      metrics.breaker.set({ destination, state }, this.#breaker.state === state && !hold ? 1 : 0)
    metrics.breaker.set({ destination, state: 'held' }, hold ? 1 : 0)
    metrics.parkedSubjects.set({ destination }, parked)
    metrics.storedCommands.set({ destination }, stored)
    metrics.inDoubt.set({ destination }, stuck)
    for (const [endpoint, calls] of this.#limiter.allowed()) metrics.allowedCalls.set({ destination, endpoint }, calls)
  }
}
