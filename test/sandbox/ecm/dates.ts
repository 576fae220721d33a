/** The part of the settings that dates depend on. */
export interface DateDialect {
  readonly dates: 'zoned' | 'zoneless'
  readonly timeZone: string
}

const quarterMs = 900_000
const cached = new Map<string, { quarter: number; offsetMs: number }>()

/** A moment in whole seconds, as the server's settings have it. */
export function writeDate(ms: number, { dates, timeZone }: DateDialect): string {
  if (dates === 'zoned') return `${new Date(ms).toISOString().slice(0, 19)}Z`
  return new Date(ms + offsetOf(timeZone, ms)).toISOString().slice(0, 19)
}

/** Epoch milliseconds of a date with or without time and zone; without a zone it is the server's local time. */
export function readDate(text: string, { timeZone }: DateDialect): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(text)
  if (!found) return undefined
  const [, day = '', time = '00:00:00', zone] = found
  const ms = Date.parse(`${day}T${time}${zone ?? 'Z'}`)
  if (Number.isNaN(ms)) return undefined
  return zone === undefined ? ms - offsetOf(timeZone, ms - offsetOf(timeZone, ms)) : ms
}

/** The day, in the server's local time, that a moment falls on: `2026-02-09`. */
export function dayOf(ms: number, { timeZone }: DateDialect): string {
  return new Date(ms + offsetOf(timeZone, ms)).toISOString().slice(0, 10)
}

/** What local time is ahead of UTC. Offsets change on quarters of an hour, so one is remembered for its quarter. */
function offsetOf(timeZone: string, ms: number): number {
  if (timeZone === 'UTC') return 0
  const quarter = Math.floor(ms / quarterMs)
  const known = cached.get(timeZone)
  if (known?.quarter === quarter) return known.offsetMs
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(new Date(ms)).find(part => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  cached.set(timeZone, { quarter, offsetMs })
  return offsetMs
}
