import { loadavg } from 'node:os'

/** The value below which `share` of the numbers lie; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort()
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN)
}
export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)
export const largest = (numbers: readonly number[]): number => quantile(numbers, 1)
export const round = (number: number, digits = 1): number => Number(number.toFixed(digits))

/** How busy the machine has been in the last minute. Figures without it say little. */
export const load = (): number => round(loadavg()[0] ?? NaN)

/** What makes a run wrong, whatever its figures. */
export function insist(held: boolean, otherwise: string): void {
  if (!held) throw new Error(`WRONG: ${otherwise}`)
}
