import type { Clock } from '../../clock.ts'

/**
 * At most `rate` events a second over time, and one second's worth at once.
 * A batch may be larger than the bucket: what is taken too much is owed, and everyone waits until it is paid back.
 */
export class TokenBucket {
  readonly #rate: number
  readonly #clock: Clock
  #tokens: number
  #filledAt: number

  constructor(rate: number, clock: Clock) {
    this.#rate = rate
    this.#clock = clock
    this.#tokens = rate
    this.#filledAt = clock.now()
  }

  /** Takes `count` and returns 0, or takes nothing and returns the whole seconds to wait, at least 1. */
  take(count: number): number {
    this.#fill()
    if (this.#tokens < 1) return Math.max(1, Math.ceil((1 - this.#tokens) / this.#rate))
    this.#tokens -= count
    return 0
  }

  #fill() {
    const now = this.#clock.now()
    const gained = (Math.max(0, now - this.#filledAt) * this.#rate) / 1000
    this.#tokens = Math.min(this.#rate, this.#tokens + gained)
    this.#filledAt = now
  }
}
