import { z } from 'zod'

const units = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])
const Instant = z.iso.datetime({ offset: true })

export const timeForms = 'a time with its zone, such as 2026-03-01T09:00:00Z, or how long ago, such as "2h ago"'

/** The time that a person wrote, ms since 1970; undefined where it is none: `timeForms` says what is one. */
export function timeOf(text: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d+)\s*([smhdw])(?:\s+ago)?$/.exec(text.trim()) ?? []
  if (count !== undefined) return now - Number(count) * (units.get(unit) ?? 0)
  const instant = Instant.safeParse(text.trim().replace(/(T\d\d:\d\d)(?=Z|[+-])/, '$1:00'))
  return instant.success ? Date.parse(instant.data) : undefined
}

export const iso = (at: number): string => new Date(at).toISOString()

/** When something was, and how long ago that is. */
export const since = (at: number, now: number): string => `${iso(at)} (${ageOf(now - at)} ago)`

function ageOf(ms: number): string {
  if (ms < 120_000) return `${Math.max(0, Math.floor(ms / 1_000))} s`
  if (ms < 7_200_000) return `${Math.floor(ms / 60_000)} min`
  if (ms < 172_800_000) return `${Math.floor(ms / 3_600_000)} h`
  return `${Math.floor(ms / 86_400_000)} days`
}
