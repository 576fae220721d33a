import type { Engine } from '../stage/engine.ts'
import { wordOf } from '../stage/dead-letter.ts'
import type { Breakers } from './breaker.ts'
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
  readonly #breakers: Breakers
  readonly #limiter: RateLimiter
  readonly #doubts: Doubts
  #told: { readonly word: string; readonly at: number } | undefined

  constructor(engine: Engine, destination: string, breakers: Breakers, limiter: RateLimiter, doubts: Doubts) {
    this.#engine = engine
    this.#destination = destination
    this.#breakers = breakers
    this.#limiter = limiter
    this.#doubts = doubts
  }

  /** Why nothing is delivered, or less than usual; undefined where all is well. */
  waiting({ hold }: Orders): string | undefined {
    if (hold) return `held by ${hold.by} since ${new Date(hold.at).toISOString()}: ${hold.why}`
    const { worst } = this.#breakers
    return worst && `${worst.endpoint}: breaker ${worst.breaker.state}: ${worst.breaker.reason ?? ''}`
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
    const { worst } = this.#breakers
    const word = orders.hold ? 'held' : `${worst?.endpoint ?? ''} ${wordOf(worst?.breaker.reason ?? '')}`
    if (this.#told?.word === word && now - this.#told.at < remindAfterMs) return
    log.warn({ destination, waiting }, 'does not deliver')
    this.#told = { word, at: now }
  }

  /** Sets the gauges. */
  observe(tasks: Iterable<DeliveryTask>, { hold }: Orders): void {
    const { metrics, clock } = this.#engine
    const destination = this.#destination
    let parked = 0
    let stored = 0
    let stuck = this.#doubts.commands
    for (const task of tasks) {
      for (const { state } of task.subjects.values()) if (state === 'parked') parked++
      stored += task.stored
      stuck += task.stuck.size
    }
    for (const [endpoint, breaker] of this.#breakers)
      for (const state of states) metrics.breaker.set({ destination, endpoint, state }, breaker.state === state ? 1 : 0)
    metrics.held.set({ destination }, hold ? 1 : 0)
    metrics.parkedSubjects.set({ destination }, parked)
    metrics.storedCommands.set({ destination }, stored)
    metrics.inDoubt.set({ destination }, stuck)
    for (const [endpoint, calls] of this.#limiter.allowed(clock.now()))
      metrics.allowedCalls.set({ destination, endpoint }, calls)
  }
}
