import type { Customer } from '../../schemas/customer.generated.ts'

/** By the clock on the customer's wall, from 21:00 to 08:00, say; `to` is not quiet any more. No quiet where both are the same. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

const dayMs = 86_400_000

/** When the quiet ends in which `at` lies, in the zone; undefined outside. */
export function quietUntil(at: number, zone: string, quiet: QuietHours): number | undefined {
  const local = at + offsetAt(at, zone)
  const [from, to] = [timeOfDay(quiet.from), timeOfDay(quiet.to)]
  if (before(local - from) >= before(to - from)) return undefined
  const end = at + before(to - local)
  const change = clockChange(at, end, zone)
  return change === undefined ? end : (quietUntil(change, zone, quiet) ?? change)
}

/** The customer's own zone where the profile names one that exists, else the one of the settings. */
export function zoneOf(customer: Customer | undefined, byDefault: string): string {
  const own = customer?.profile['timezone']?.value
  return typeof own === 'string' && clockOf(own) ? own : byDefault
}

/** A time of day that far from midnight, and whatever is added to it, within one day. */
const before = (ms: number): number => ((ms % dayMs) + dayMs) % dayMs

function timeOfDay(text: string): number {
  const [hours = NaN, minutes = NaN] = text.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

/** When clocks are put forward or back after `start` and not after `end`, which are less than a day apart; undefined where they are not. */
function clockChange(start: number, end: number, zone: string): number | undefined {
  const offset = offsetAt(start, zone)
  if (offsetAt(end, zone) === offset) return undefined
  let [old, changed] = [start, end]
  while (changed - old > 1) {
    const middle = Math.floor((old + changed) / 2)
    if (offsetAt(middle, zone) === offset) old = middle
    else changed = middle
  }
  return changed
}

/** How far the zone's clocks are ahead of UTC, ms. */
function offsetAt(at: number, zone: string): number {
  const second = Math.floor(at / 1000) * 1000
  const parts = clockOf(zone)?.formatToParts(second) ?? []
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(one => one.type === type)?.value)
  const day = Date.UTC(part('year'), part('month') - 1, part('day'))
  return day + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 - second
}

/** Making one takes long. Customers name zones as they like, so what is remembered has a limit. */
const clocks = new Map<string, Intl.DateTimeFormat>()
const mostClocks = 1_000

/** The zone's clock; undefined where there is no such zone. */
function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(zone)
  if (known) return known
  try {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...digits })
    if (clocks.size >= mostClocks) clocks.clear()
    clocks.set(zone, clock)
    return clock
  } catch {
    return undefined
  }
}

const digits = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
