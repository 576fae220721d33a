/** The day of that time in the zone, as in 2026-03-01: so days are written in Sweden. */
export const localDay = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)

/** So many days after a day; days of the calendar, whatever the clocks do meanwhile. */
export function daysAfter(day: string, days: number): string {
  const date = new Date(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
