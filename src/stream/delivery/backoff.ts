import { randomInt } from 'node:crypto'

/** Longer and longer from `shortest` to `longest` ms, doubled with each failure (1 is the first), with jitter, so that those that failed together do not come back together. */
export function backoffMs(failures: number, shortest: number, longest: number): number {
  const most = Math.min(longest, shortest * 2 ** Math.min(30, failures - 1))
  return Math.round(most / 2) + randomInt(Math.max(1, Math.round(most / 2)))
}
