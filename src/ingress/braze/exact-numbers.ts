/**
 * JSON.parse makes doubles of all numbers: digits beyond the sixteenth are gone, and what is too large becomes infinite. Where a text holds such numbers, they are
 * read as texts behind a mark instead, which `exactJson` writes as the numbers that they were.
 */
const mark = '\u0000number:'

const mayLose = /[[:,]\s*-?(?:\d[\d.]{15,}|[\d.]+[eE])/
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const marked = /"\\u0000number:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g

/** Whether a double could not hold some number of this JSON text. */
export const holdsLongNumbers = (text: string): boolean => mayLose.test(text)

/** The value of a JSON text, with marked texts for the numbers that a double would change. */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(
    text.replace(token, part =>
      part.startsWith('"') || String(Number(part)) === part ? part : `"\\u0000number:${part}"`,
    ),
  )
  return value
}

/** The digits of a marked text as they were sent; every other text as it is. */
export const unmarked = (text: string): string => (text.startsWith(mark) ? text.slice(mark.length) : text)

/** A value as JSON text, every number as it was sent. Null where it is nested too deeply. */
export function exactJson(value: unknown): string | null {
  try {
    const text = JSON.stringify(value)
    return text.includes('\\u0000number:') ? text.replace(marked, '$1') : text
  } catch {
    return null
  }
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/
const mostZeros = 40

/** A JSON number as decimal text without an exponent; null where it is none, or would be very long. */
export function decimalText(number: string): string | null {
  const [, sign = '', whole = '', fraction = '', exponent] = decimal.exec(number) ?? []
  if (whole === '') return null
  if (exponent === undefined) return number
  const shift = Number(exponent)
  if (Math.abs(shift) > mostZeros) return null
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift - fraction.length))}`
  const point = whole.length + Math.max(0, -shift) + shift
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0'
  const right = digits.slice(point)
  return `${sign}${left}${right === '' ? '' : `.${right}`}`
}
