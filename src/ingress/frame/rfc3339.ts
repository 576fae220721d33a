const pattern =
  /^\d{4}-(0[1-9]|1[0-2])-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** An RFC 3339 time in milliseconds since 1970, or null where it is none. A day that the month does not have is none. */
export function parseTime(text: string): number | null {
  const usual = usualTime(text)
  if (!Number.isNaN(usual)) return usual
  const upper = text.toUpperCase()
  if (!pattern.test(upper)) return null
  const day = Number(upper.slice(8, 10))
  // Date.parse takes February 30th for March 1st.
  if (day < 1 || (day > 28 && day > daysIn(Number(upper.slice(0, 4)), Number(upper.slice(5, 7))))) return null
  return Date.parse(upper)
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()

/** The time of 2026-03-01T12:00:00Z, with or without milliseconds, by its digits: a tenth of what Date.parse and a pattern take. NaN where it is any other text. */
function usualTime(text: string): number {
  const { length } = text
  if ((length !== 20 && length !== 24) || text[10] !== 'T' || text[length - 1] !== 'Z') return NaN
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return NaN
  if (length === 24 && text[19] !== '.') return NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  // The last days of months and the first century, which Date.UTC reads as the twentieth, are left to Date.parse. All of this is false for NaN.
  const isDay = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28
  const isTime = hour <= 23 && minute <= 59 && second <= 59
  return isDay && isTime
    ? Date.UTC(year, month - 1, day, hour, minute, second, length === 24 ? digits(text, 20, 23) : 0)
    : NaN
}

/** NaN where it is not all digits. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return NaN
    number = number * 10 + digit
  }
  return number
}

const millisecondsOfDay = 86_400_000
/** The day that was written last: events come in the order of their days. */
let writtenDay = NaN
let writtenDate = ''

/** As Date's toISOString, which takes several times as long. */
export function timeText(ms: number): string {
  const day = Math.floor(ms / millisecondsOfDay)
  if (day !== writtenDay) {
    writtenDate = new Date(day * millisecondsOfDay).toISOString().slice(0, -'00:00:00.000Z'.length)
    writtenDay = day
  }
  const ofDay = ms - day * millisecondsOfDay
  const seconds = Math.floor(ofDay / 1_000)
  const minutes = Math.floor(seconds / 60)
  const hour = twoDigits[Math.floor(minutes / 60)]
  return `${writtenDate}${hour}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}.${threeDigits[ofDay % 1_000]}Z`
}

const padded = (count: number, length: number) =>
  Array.from({ length: count }, (_, number) => String(number).padStart(length, '0'))
const twoDigits = padded(60, 2)
const threeDigits = padded(1_000, 3)
