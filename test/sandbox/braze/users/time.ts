const shape =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.:,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i

/**
 * Epoch milliseconds of a time as Braze takes it: ISO 8601, `yyyy-MM-dd'T'HH:mm:ss:SSSZ`, or a date, a time and an offset
 * apart by blanks (recorded). Without an offset it is UTC. Undefined when it is none of them.
 */
export function parseTime(value: unknown): number | undefined {
  const match = typeof value === 'string' ? shape.exec(value) : null
  if (!match) return undefined
  const [, date = '', hoursMinutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
  const parsed = Date.parse(`${date}T${hoursMinutes}:${seconds}.${milliseconds}${isoZone(zone)}`)
  return Number.isNaN(parsed) ? undefined : parsed
}

function isoZone(zone: string): string {
  if (zone.toUpperCase() === 'Z') return 'Z'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${zone.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`
}
