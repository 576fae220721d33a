import { isUtf8 } from 'node:buffer'
import { positionOfError } from './json-position.ts'

/** A body that is JSON, with its text, or the word and the detail of why it is not. */
export type Decoded =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly word: 'invalid-utf-8' | 'invalid-json'; readonly detail: string }

/** Bytes to a JSON value. Wrong UTF-8 is refused, where a plain decoder would replace it in silence. */
export function decodeJson(bytes: Buffer): Decoded {
  if (!isUtf8(bytes)) return { ok: false, word: 'invalid-utf-8', detail: 'The body is not UTF-8.' }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return { ok: false, word: 'invalid-json', detail: 'The body is empty.' }
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value, text }
  } catch {
    return { ok: false, word: 'invalid-json', detail: describe(text, positionOfError(text)) }
  }
}

function describe(text: string, position: number): string {
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const column = position - before.lastIndexOf('\n')
  const what = position >= text.length ? 'The JSON ends too early' : 'The JSON is wrong'
  return `${what} at position ${position} (line ${line}, column ${column}).`
}

/** A value as JSON text; null where it is nested too deeply to be written. */
export function toJson(value: unknown): string | null {
  try {
    return JSON.stringify(value)
  } catch {
    return null
  }
}

const surrogateEscape = /\\u[dD][89a-fA-F]/
const escapedAlone = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

/** Whether the text could hold half of a surrogate pair: only then need its values be asked. */
export const mayHoldHalfPairs = (text: string): boolean => text.includes('\\u') && surrogateEscape.test(text)

/** Whether a string in the value holds half of a surrogate pair: no UTF-8 can carry it, so it would change on its way. */
export function holdsHalfPair(value: unknown): boolean {
  // JSON.stringify writes whole pairs as characters and only halves as escapes.
  return escapedAlone.test(toJson(value) ?? '')
}
