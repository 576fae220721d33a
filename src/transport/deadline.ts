import type { Clock } from '../clock.ts'

const overs = new WeakMap<AbortSignal, () => boolean>()

/** Aborts with `signal`, and when so many ms have passed. */
export function within(signal: AbortSignal, ms: number, clock: Clock): AbortSignal {
  const end = clock.now() + ms
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(ms)])
  overs.set(bounded, () => clock.now() >= end)
  return bounded
}

/**
 * Whether the signal's time has passed: nothing more may be begun then. By the clock, because timers are late: a process that was stopped for long reads the answers that have come meanwhile before its
 * timers ring, and must not go on with a call that others have resolved since.
 */
export const isOver = (signal: AbortSignal): boolean => overs.get(signal)?.() ?? false
