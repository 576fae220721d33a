/** Answers that were under way when a window turned come within so many ms. */
const lateMs = 2_000

/**
 * The window in which a destination counts calls, as its answers tell it: when it turns, and how many calls are left of it. Ends in whole seconds are told late, never early: of those that
 * are told the earliest counts.
 */
export class RateWindow {
  readonly #lengthMs: number
  #end: number | undefined
  #left = Infinity

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs
  }

  /** What its answers leave of the window that `now` is in; Infinity where none has told. */
  left(now: number): number {
    this.#turn(now)
    return this.#left
  }

  /** Ms until it turns; 0 where nobody knows. */
  untilTurn(now: number): number {
    this.#turn(now)
    return this.#end === undefined ? 0 : this.#end - now
  }

  learn(remaining: number, resetAt: number, now: number): void {
    if (resetAt <= now) return
    this.#turn(now)
    const end = this.#end ?? resetAt
    const windows = Math.round((resetAt - end) / this.#lengthMs)
    // An answer from the window before, which came late, says nothing about this one.
    if (windows < 0 && now - (end - this.#lengthMs) < Math.min(lateMs, this.#lengthMs / 4)) return
    if (windows !== 0) this.#left = Infinity
    this.#end = windows < 0 ? resetAt : Math.min(end + windows * this.#lengthMs, resetAt)
    this.#left = Math.min(this.#left, remaining)
  }

  #turn(now: number): void {
    if (this.#end === undefined || now < this.#end) return
    this.#end += (Math.floor((now - this.#end) / this.#lengthMs) + 1) * this.#lengthMs
    this.#left = Infinity
  }
}
