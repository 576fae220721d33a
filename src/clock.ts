/** Where time comes from: everything asks this, so that a test can set it and a replay sees the same. */
export interface Clock {
  /** Wall clock, ms since 1970. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
