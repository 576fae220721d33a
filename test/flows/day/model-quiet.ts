/** Quiet hours by looking at the clock on the wall every quarter of an hour: every zone's offset, and every change of clocks, is a whole number of them. */
import type { RuleSettings } from '../../../src/flow-settings/index.ts'

const quarterMs = 900_000
const clocks = new Map<string, Intl.DateTimeFormat | undefined>()
const known = new Map<string, boolean>()

/** When the quiet ends in which `at` lies; undefined where it is not quiet. */
export function quietUntil(at: number, zone: unknown, { zone: byDefault, quiet }: RuleSettings): number | undefined {
  const name = typeof zone === 'string' && clockOf(zone) ? zone : byDefault
  if (!isQuiet(at, name, quiet)) return undefined
  let quarter = Math.floor(at / quarterMs) * quarterMs + quarterMs
  while (isQuiet(quarter, name, quiet)) quarter += quarterMs
  return quarter
}

function isQuiet(at: number, zone: string, { from, to }: RuleSettings['quiet']): boolean {
  const quarter = Math.floor(at / quarterMs) * quarterMs
  const key = `${zone} ${quarter}`
  const answer = known.get(key)
  if (answer !== undefined) return answer
  const wall = clockOf(zone)?.format(quarter) ?? ''
  const quiet = from < to ? wall >= from && wall < to : from > to && (wall >= from || wall < to)
  known.set(key, quiet)
  return quiet
}

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!clocks.has(zone)) clocks.set(zone, made(zone))
  return clocks.get(zone)
}

function made(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  } catch {
    return undefined
  }
}
