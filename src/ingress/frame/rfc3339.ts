const pattern =
  /^\d{4}-(0[1-9]|1[0-2])-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** An RFC 3339 time in milliseconds since 1970, or null where it is none. A day that the month does not have is none. */
export function parseTime(text: string): number | null {
  const upper = text.toUpperCase()
  if (!pattern.test(upper)) return null
  const day = Number(upper.slice(8, 10))
  // Date.parse takes February 30th for March 1st.
  if (day < 1 || (day > 28 && day > daysIn(Number(upper.slice(0, 4)), Number(upper.slice(5, 7))))) return null
  return Date.parse(upper)
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
