/** No documented window is longer. Whoever is asked to wait longer asks again after it. */
const longestPauseMs = 3_600_000

/**
 * How long an answer asks to wait, in ms: of `Retry-After` or Braze's `X-Ratelimit-Retry-After`, each in seconds, in seconds since 1970 or as a date;
 * null where it says nothing, or something that is past. `now` in ms since 1970.
 */
export const retryAfterOf = (headers: Readonly<Record<string, string>>, now: number): number | null =>
  pauseOf(headers['retry-after'], now) ?? pauseOf(headers['x-ratelimit-retry-after'], now)

/** In ms: of seconds, of seconds since 1970 where the number is too large for that, or of a date. */
export function pauseOf(said: string | undefined, now: number): number | null {
  if (!said) return null
  const seconds = Number(said)
  const ms = seconds < 1_000_000_000 ? seconds * 1_000 : (seconds * 1_000 || Date.parse(said)) - now
  return ms > 0 ? Math.min(ms, longestPauseMs) : null
}
