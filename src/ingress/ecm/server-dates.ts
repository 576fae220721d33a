const quarterMs = 900_000
const dayMs = 86_400_000
const mostCached = 10_000

const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/

/**
 * Dates as Content Server writes them: with a zone, or without one in the zone that it is set to. In the hour that a zone has twice a date without zone is taken for the first of the two: the server's clock then
 * seems to be set back by an hour, which its reader has to expect of any clock.
 */
export class ServerDates {
  readonly #format: Intl.DateTimeFormat
  readonly #offsets = new Map<number, number>()

  /** `zone`: a name of the IANA database. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  }

  /** Ms since 1970; undefined where it is no date. */
  instantOf(text: unknown): number | undefined {
    const [, day, time = '00:00:00', zone] = form.exec(typeof text === 'string' ? text : '') ?? []
    if (day === undefined) return undefined
    const local = Date.parse(`${day}T${time}${zone ?? 'Z'}`)
    if (Number.isNaN(local)) return undefined
    return zone === undefined ? this.#utcOf(local) : local
  }

  /** A date with a time, in UTC; a day alone, or what is no date, as it is. */
  inUtc(text: string): string {
    const instant = /[T ]\d/.test(text) ? this.instantOf(text) : undefined
    return instant === undefined ? text : new Date(instant).toISOString().replace('.000Z', 'Z')
  }

  #utcOf(local: number): number {
    const offsets = [this.#offsetAt(local - dayMs), this.#offsetAt(local + dayMs)]
    const fitting = offsets.map(offset => local - offset).filter(utc => local - utc === this.#offsetAt(utc))
    return fitting.length > 0 ? Math.min(...fitting) : local - Math.min(...offsets)
  }

  /** What local time is ahead of UTC. */
  #offsetAt(utc: number): number {
    const quarter = Math.floor(utc / quarterMs)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    const name = this.#format.formatToParts(quarter * quarterMs).find(({ type }) => type === 'timeZoneName')?.value
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? []
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
    if (this.#offsets.size >= mostCached) this.#offsets.clear()
    this.#offsets.set(quarter, offset)
    return offset
  }
}
