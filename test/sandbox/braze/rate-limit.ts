import type { Standing } from '../frame/rate-windows.ts'
import type { Answer } from '../frame/reply.ts'
import type { Pool, Settings } from './settings.ts'

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
export function tooManyRequests(
  { limit, resetAtMs }: Pick<Standing, 'limit' | 'resetAtMs'>,
  pool: Pool,
  settings: Settings,
  nowMs: number,
): Answer {
  const secondsLeft = Math.ceil((resetAtMs - nowMs) / 1000)
  const headers: Record<string, string> = usesDelta(pool, settings)
    ? { 'X-Ratelimit-Retry-After': String(secondsLeft) }
    : threeHeaders(String(limit), '0', String(Math.ceil(resetAtMs / 1000)))
  return { status: 429, headers, body: { message: 'Rate limited' } }
}

/** The second dialect is documented for MAU plans and for /users/track alone. */
function usesDelta(pool: Pool, settings: Settings): boolean {
  return settings.headerDialect === 'delta' && (pool === '/users/track' || pool === '/users/track hourly')
}

function threeHeaders(limit: string, remaining: string, reset: string): Record<string, string> {
  return { 'X-Ratelimit-Limit': limit, 'X-Ratelimit-Remaining': remaining, 'X-Ratelimit-Reset': reset }
}
