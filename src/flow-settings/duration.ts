import { z } from 'zod'

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function toMs(text: string): number {
  return Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? NaN)
}

/** A time that passes, as a person writes it: 90s, 15m, 4h, 2d. In the program it is milliseconds, under a name that ends in Ms. */
export const duration = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, 'must be a number and s, m, h or d, such as 90s or 4h')
  .transform(toMs)

/** A time that passes and is not nothing, and not longer than what remembers it. */
export const span = (most?: string) =>
  duration
    .refine(ms => ms > 0, 'must be more than nothing')
    .refine(ms => most === undefined || ms <= toMs(most), `must be ${most} at most`)
