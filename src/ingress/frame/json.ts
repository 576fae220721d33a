import { isUtf8 } from 'node:buffer'
import { tooMuchOf } from './json-shape.ts'
import { positionOfError } from './json-position.ts'
import { Locator, type Place } from './locate.ts'

/** A body that is JSON, with its text, or the word and the detail of why it is not. */
export type Decoded =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | {
      readonly ok: false
      readonly word: 'invalid-utf-8' | 'invalid-json' | 'too-many-members'
      readonly detail: string
      /** Where it goes wrong, if that can be said. */
      readonly place?: Place
    }

/** Bytes to a JSON value whose lists and objects have so many members at most. Wrong UTF-8 is refused, where a plain decoder would replace it in silence. */
export function decodeJson(bytes: Buffer, mostMembers?: number): Decoded {
  const decoded = decodeText(bytes)
  return decoded.ok ? parseJson(decoded.text, mostMembers) : decoded
}

/** Bytes to text, its value undefined. */
export function decodeText(bytes: Buffer): Decoded {
  if (!isUtf8(bytes)) return { ok: false, word: 'invalid-utf-8', detail: 'The body is not UTF-8.' }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return { ok: false, word: 'invalid-json', detail: 'The body is empty.' }
  return { ok: true, value: undefined, text }
}

/** Nobody means more, and a body of a hundred thousand levels takes as long to read as a thousand events. */
const deepest = 500

/** The same of the members of one list or object: no event has so many. */
const usualMembers = 5_000
/** Finding the place takes a tenth of a microsecond a character, and nobody else is served meanwhile. */
const longestSearched = 300_000

/** Text to a JSON value. */
export function parseJson(text: string, mostMembers = 0): Decoded {
  const members = Math.max(usualMembers, mostMembers)
  const tooMuch = tooMuchOf(text, { levels: deepest, members })
  if (tooMuch === 'levels') {
    const detail = `The JSON is nested deeper than ${deepest} levels, which is not read.`
    return { ok: false, word: 'invalid-json', detail }
  }
  if (tooMuch === 'members') {
    const detail = `The JSON has a list or an object of more than ${members} members, which is not read.`
    return { ok: false, word: 'too-many-members', detail }
  }
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value, text }
  } catch {
    if (text.length > longestSearched)
      return {
        ok: false,
        word: 'invalid-json',
        detail: 'The JSON is wrong; in a shorter body the place would be said.',
      }
    const position = positionOfError(text)
    const place = new Locator(text).placeAt(position)
    const what = position >= text.length ? 'The JSON ends too early' : 'The JSON is wrong'
    const detail = `${what} at position ${position} (line ${place.line}, column ${place.column}).`
    return { ok: false, word: 'invalid-json', detail, place }
  }
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
