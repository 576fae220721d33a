import type { Rate, RateReport } from '../define.ts'

/** Calls are spaced so that a window holds this part of what it allows: clocks and networks are not exact, and one call too many is refused. */
const used = 0.996
/** So much that the process was late by is caught up with; more would be a burst. */
const catchUpMs = 10
/** Left when less than this part of what an even use leaves is left: someone else uses the limit as well. */
const shared = 0.5

interface Bucket {
  calls: number
  readonly windowMs: number
  /** When the next call is due at an even pace, ms since 1970. */
  next: number
  /** None before that: the destination has refused one, or has said that nothing is left. */
  blockedUntil: number
  /** Ms between calls while others use up the limit too; 0 otherwise. */
  slower: number
  /** Part of the limit that is used: less after a refusal. */
  share: number
}

/**
 * Paces the calls of one destination below its limits, by endpoint: evenly, so that no window's turn brings a burst, whenever it turns. Limits are the documented ones until
 * answers say others. Processes share a limit by the part of the tasks that each owns.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>()
  /** The part of the limits that is this process's, 0 to 1. */
  share = 1

  constructor(limits: Readonly<Record<string, Rate>>) {
    for (const [endpoint, { calls, windowMs }] of Object.entries(limits))
      this.#buckets.set(endpoint, { calls, windowMs, next: 0, blockedUntil: 0, slower: 0, share: used })
  }

  /** Ms until a call may be made that has `before` others before it; 0 for now. `now` in ms since 1970. */
  wait(endpoint: string, now: number, before = 0): number {
    const bucket = this.#buckets.get(endpoint)
    if (!bucket) return 0
    const next = Math.max(bucket.next, before > 0 ? now : 0) + before * this.#interval(bucket)
    return Math.max(0, next - now, bucket.blockedUntil - now)
  }

  /** A call is being made. */
  took(endpoint: string, now: number): void {
    const bucket = this.#buckets.get(endpoint)
    if (bucket) bucket.next = Math.max(bucket.next, now - catchUpMs) + this.#interval(bucket)
  }

  /** An answer has said something about the limit. */
  learn(endpoint: string, { limit, remaining, resetAt, notBefore }: RateReport, now: number): void {
    const bucket = this.#bucketFor(endpoint, limit, resetAt, now)
    if (!bucket) {
      if (notBefore !== undefined) this.#block(this.#unknown(endpoint), notBefore)
      return
    }
    if (limit !== undefined && limit > 0) bucket.calls = limit
    const left = resetAt === undefined ? 0 : Math.min(bucket.windowMs, resetAt - now)
    bucket.slower = remaining !== undefined && left > 0 ? slowerOf(bucket, remaining, left) : 0
    if (remaining === 0 && left > 0) bucket.blockedUntil = Math.max(bucket.blockedUntil, now + left)
    if (notBefore !== undefined) this.#block(bucket, notBefore)
    else bucket.share = Math.min(used, bucket.share * 1.0005)
  }

  /** Calls a second that are allowed to this process, by endpoint, for those that have a limit. */
  allowed(): [endpoint: string, callsPerSecond: number][] {
    return [...this.#buckets].map(([endpoint, bucket]) => [endpoint, 1_000 / this.#interval(bucket)])
  }

  #interval({ windowMs, calls, share, slower }: Bucket): number {
    return Math.max(windowMs / (calls * share), slower) / Math.max(this.share, 1e-3)
  }

  #block(bucket: Bucket, until: number): void {
    bucket.blockedUntil = Math.max(bucket.blockedUntil, until)
    bucket.next = Math.max(bucket.next, until)
    bucket.share = Math.max(0.5, bucket.share * 0.97)
  }

  /** An endpoint whose limit nobody has documented gets the one that its answers tell, over the time to the window's turn, which is the window when it has just turned. */
  #bucketFor(
    endpoint: string,
    limit: number | undefined,
    resetAt: number | undefined,
    now: number,
  ): Bucket | undefined {
    const known = this.#buckets.get(endpoint)
    if (known || limit === undefined || resetAt === undefined || resetAt <= now) return known
    const windowMs = [1_000, 3_000, 60_000, 3_600_000].find(length => length >= resetAt - now) ?? 86_400_000
    const bucket = { calls: limit, windowMs, next: 0, blockedUntil: 0, slower: 0, share: used }
    this.#buckets.set(endpoint, bucket)
    return bucket
  }

  #unknown(endpoint: string): Bucket {
    const bucket = { calls: 1e9, windowMs: 1_000, next: 0, blockedUntil: 0, slower: 0, share: used }
    this.#buckets.set(endpoint, bucket)
    return bucket
  }
}

/** The pace at which what remains lasts until the window turns; 0 where as much remains as our own pace leaves. */
function slowerOf({ calls, windowMs }: Bucket, remaining: number, leftMs: number): number {
  const even = (calls * leftMs) / windowMs
  return remaining < even * shared - 2 ? leftMs / Math.max(remaining, 1) : 0
}
