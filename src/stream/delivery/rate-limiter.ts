import type { Rate, RateReport } from '../define.ts'
import { RateBucket } from './rate-bucket.ts'

/** An endpoint of which only refusals are known. */
const unlimited: Rate = { calls: 1e9, windowMs: 1_000 }

/**
 * Paces the calls of one destination below its limits, by endpoint: evenly, so that no window's turn brings a burst, whenever it turns. Limits are the documented ones until
 * answers say others. Processes share a limit by the part of the tasks that each owns. Times are ms since 1970.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, RateBucket>()
  #part = 1

  constructor(limits: Readonly<Record<string, Rate>>) {
    for (const [endpoint, rate] of Object.entries(limits)) this.#buckets.set(endpoint, new RateBucket(rate))
  }

  /** The part of the limits that is this process's, 0 to 1. */
  set share(part: number) {
    this.#part = Math.max(part, 1e-3)
  }

  /** Ms until a call may be made that has `before` others before it; 0 for now. */
  wait(endpoint: string, now: number, before = 0): number {
    return this.#buckets.get(endpoint)?.wait(this.#part, now, before) ?? 0
  }

  /** A call is being made. */
  took(endpoint: string, now: number): void {
    this.#buckets.get(endpoint)?.took(this.#part, now)
  }

  /** A call is over, whatever came of it: told before what its answer says about the limit. */
  ended(endpoint: string): void {
    this.#buckets.get(endpoint)?.ended()
  }

  /** An answer has said something about the limit. */
  learn(endpoint: string, report: RateReport, now: number): void {
    this.#bucketFor(endpoint, report, now)?.learn(report, now)
  }

  /** Calls a second that are allowed to this process at `now`, by endpoint, for those that have a limit. */
  allowed(now: number): [endpoint: string, callsPerSecond: number][] {
    return [...this.#buckets].map(([endpoint, bucket]) => [endpoint, 1_000 / bucket.interval(this.#part, now)])
  }

  /** An endpoint whose limit nobody has documented gets the one that its answers tell, over the time to the window's turn, which is the window when it has just turned. */
  #bucketFor(endpoint: string, { limit, resetAt, notBefore }: RateReport, now: number): RateBucket | undefined {
    const known = this.#buckets.get(endpoint)
    if (known) return known
    const isTold = limit !== undefined && limit > 0 && resetAt !== undefined && resetAt > now
    if (!isTold && notBefore === undefined) return undefined
    const bucket = new RateBucket(isTold ? { calls: limit, windowMs: windowOf(resetAt - now) } : unlimited)
    this.#buckets.set(endpoint, bucket)
    return bucket
  }
}

const windowOf = (leftMs: number): number =>
  [1_000, 3_000, 60_000, 3_600_000].find(length => length >= leftMs) ?? 86_400_000
