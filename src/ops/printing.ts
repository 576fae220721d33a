import { isUtf8 } from 'node:buffer'

/** Text that others wrote, as a terminal may show it: what would move its cursor or change its colours is written out. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Bytes as text where they are text, else in hexadecimal. */
export const textOf = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : `0x${bytes.toString('hex')}`)

export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`

/** Rows with their columns one below the other, the last as long as it is. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map(row => row[n]?.length ?? 0)))
  return rows.map(row => `  ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}`.trimEnd())
}

/** One line of JSON; bytes in base64. */
export const jsonLine = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_, part: unknown) => (isBytes(part) ? Buffer.from(part.data).toString('base64') : part),
    indent,
  )

/** What JSON makes of a Buffer before anybody is asked. */
const isBytes = (part: unknown): part is { data: number[] } =>
  typeof part === 'object' &&
  part !== null &&
  'type' in part &&
  part.type === 'Buffer' &&
  'data' in part &&
  Array.isArray(part.data)
