import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'

const quietMs = 60_000

/** Warnings about troubles that may come thousands of times a second: each kind is logged at most once a minute, with how often it came. */
export class Complaints {
  readonly #log: Logger
  readonly #clock: Clock
  readonly #kinds = new Map<string, { loggedAt: number; since: number }>()

  constructor(log: Logger, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  /** `error` is logged with its cause; say nothing secret in `message`. */
  warn(message: string, error?: unknown): void {
    const now = this.#clock.now()
    const kind = this.#kinds.get(message)
    if (kind && now - kind.loggedAt < quietMs) {
      kind.since++
      return
    }
    this.#log.warn({ ...(error === undefined ? {} : { err: error }), unloggedBefore: kind?.since ?? 0 }, message)
    this.#kinds.set(message, { loggedAt: now, since: 0 })
  }
}
