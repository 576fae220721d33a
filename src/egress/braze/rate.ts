import type { Rate, RateReport } from '../../stream/define.ts'
import type { Answer } from '../../transport/http-caller.ts'
import { pauseOf as pauseBy, retryAfterOf } from '../../transport/wait.ts'

/** Braze's documented limits. `shared_pool`: the one limit of a workspace that all calls draw on which have none of their own. A contract may allow less: answers tell. */
export const limits: Readonly<Record<string, Rate>> = {
  '/users/track': { calls: 3_000, windowMs: 3_000 },
  '/users/export/ids': { calls: 250, windowMs: 60_000 },
  '/v2/subscription/status/set': { calls: 5_000, windowMs: 60_000 },
  '/catalogs/items': { calls: 16_000, windowMs: 60_000 },
  shared_pool: { calls: 250_000, windowMs: 3_600_000 },
}

type Headers = Answer['headers']

/** Clocks that differ by less are taken for the same: an answer tells its time in whole seconds, and takes a while. */
const sameClockMs = 2_000

/** What `now` is by the clock of whoever answers. */
export function theirNow(headers: Headers, now: number): number {
  const theirs = Date.parse(headers['date'] ?? '')
  return Math.abs(theirs - now) >= sameClockMs ? theirs : now
}

/**
 * How long Braze asks to wait before a call is made that is not over the rate limit; null where it does not say, or says something that is past.
 * `now` by its clock. Its two dialects: the window's end in seconds since 1970, or seconds left and, in a 429, X-Ratelimit-Retry-After alone.
 */
export const pauseOf = (headers: Headers, now: number): number | null =>
  retryAfterOf(headers, now) ?? pauseBy(headers['x-ratelimit-reset'], now)

/** What an answer says about the limit of its endpoint; undefined where nothing. `now` by our clock. */
export function rateOf({ status, headers }: Answer, now: number): RateReport | undefined {
  const theirs = theirNow(headers, now)
  const limit = countOf(headers['x-ratelimit-limit'])
  const remaining = countOf(headers['x-ratelimit-remaining'])
  const left = pauseBy(headers['x-ratelimit-reset'], theirs)
  const pause = status === 429 ? pauseOf(headers, theirs) : null
  const report = {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(left !== null && { resetAt: now + left }),
    ...(pause !== null && { notBefore: now + pause }),
  }
  return Object.keys(report).length > 0 ? report : undefined
}

const countOf = (said: string | undefined): number | undefined =>
  said !== undefined && /^\d+$/.test(said.trim()) ? Number(said) : undefined
