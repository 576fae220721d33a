import type { Answer } from '../http/reply.ts'
import type { Pool, Settings } from './settings.ts'

/** Where one request stands in its window. */
export interface Standing {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Epoch milliseconds of the window's end. */
  readonly resetAtMs: number
}

/** Counts requests in fixed windows that begin at multiples of their length since 1970, as Braze documents. */
export class RateLimiter {
  readonly #windows = new Map<Pool, { startMs: number; used: number }>()

  take(pool: Pool, settings: Settings, nowMs: number): Standing {
    const { requests, windowSeconds } = settings.limits[pool]
    const lengthMs = windowSeconds * 1000
    const startMs = Math.floor(nowMs / lengthMs) * lengthMs
    let window = this.#windows.get(pool)
    if (window?.startMs !== startMs) this.#windows.set(pool, (window = { startMs, used: 0 }))
    window.used += 1
    return {
      allowed: window.used <= requests,
      limit: requests,
      remaining: Math.max(0, requests - window.used),
      resetAtMs: startMs + lengthMs,
    }
  }

  clear(): void {
    this.#windows.clear()
  }
}

/** The three headers of an answer that is not a 429. */
export function rateHeaders(standing: Standing, pool: Pool, settings: Settings, nowMs: number): Record<string, string> {
  const reset = usesDelta(pool, settings)
    ? Math.ceil((standing.resetAtMs - nowMs) / 1000)
    : Math.ceil(standing.resetAtMs / 1000)
  return threeHeaders(String(standing.limit), String(standing.remaining), String(reset))
}

/** On a 401 the headers are there and say nothing (recorded from the live API). */
export const emptyRateHeaders = threeHeaders('', '', '')

/** The 429. Its text is not documented; this one is what a third party's tests expect. */
export function tooManyRequests(pool: Pool, settings: Settings, resetAtMs: number, nowMs: number): Answer {
  const secondsLeft = Math.ceil((resetAtMs - nowMs) / 1000)
  const headers: Record<string, string> = usesDelta(pool, settings)
    ? { 'X-Ratelimit-Retry-After': String(secondsLeft) }
    : threeHeaders(String(settings.limits[pool].requests), '0', String(Math.ceil(resetAtMs / 1000)))
  return { status: 429, headers, body: { message: 'Rate limited' } }
}

/** The second dialect is documented for MAU plans and for /users/track alone. */
function usesDelta(pool: Pool, settings: Settings): boolean {
  return settings.headerDialect === 'delta' && pool === '/users/track'
}

function threeHeaders(limit: string, remaining: string, reset: string): Record<string, string> {
  return { 'X-Ratelimit-Limit': limit, 'X-Ratelimit-Remaining': remaining, 'X-Ratelimit-Reset': reset }
}
