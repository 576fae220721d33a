/** Times as the service writes them: milliseconds, and an offset without a colon. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000')
}

export function formatOptionalTime(ms: number | null): string | null {
  return ms === null ? null : formatTime(ms)
}

const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/

/** ISO 8601, the offset with or without its colon, UTC where there is none; undefined when it is no time. */
export function parseTime(text: string): number | undefined {
  const [, date, time = '00:00', offset = 'Z'] = pattern.exec(text) ?? []
  if (date === undefined) return undefined
  const colon = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
  const ms = Date.parse(`${date}T${time}${colon}`)
  return Number.isNaN(ms) ? undefined : ms
}

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Days to seconds of an ISO 8601 duration, in milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = duration.exec(text)
  if (!parts || !/\d/.test(text)) return undefined
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000
}
