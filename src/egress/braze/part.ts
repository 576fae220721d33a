/** A value that JSON can tell, as commands carry it. */
export type Value = null | boolean | number | string | string[]
export type Values = Readonly<Record<string, Value>>

/** What a command puts into a list of a call's body. */
export type Entry = string | Readonly<Record<string, unknown>>

/** What a command adds to a call. */
export interface Part {
  readonly deliveryId: string
  /** What the call says once for all of its parts: a campaign, a catalog. Parts of one call have the same, unless the kind mixes. */
  readonly shared: string
  /** The list of the body that the entry goes into; Braze names it in its errors. */
  readonly list: string
  /** Whom or what the entry is about: the kind says whether two that are about the same may go into one call. */
  readonly about: string
  readonly entry: Entry
}

/** Why Braze must not be sent a command: a short machine word, a colon, and what is wrong. */
export interface Refused {
  readonly refusal: string
}

/** Braze's documented limits of strings (255 characters) and of external ids (987 bytes). */
export const longestString = 255
const longestId = 987

/** Names that mean something else than an attribute in an attributes object: they would change whom it is about or what is done. */
const reserved = new Set(['external_id', 'braze_id', 'user_alias', '_update_existing_only', 'push_token_import'])

/** Undefined where Braze takes the subject as an external id. */
export const subjectRefusal = (subject: string): string | undefined =>
  subject.length * 3 > longestId && Buffer.byteLength(subject) > longestId
    ? `subject_too_long: Braze takes external ids of ${longestId} bytes`
    : undefined

/** Undefined where JSON can tell every value: it writes a number that is none as null, and null removes. */
export function valuesRefusal(values: Values): string | undefined {
  for (const name in values) {
    const value = values[name]
    if (typeof value === 'number' && !Number.isFinite(value))
      return `no_such_number: JSON cannot tell the value of "${name}"`
  }
  return undefined
}

/** Undefined where every name is an attribute's, and every value one that JSON can tell. */
export function attributesRefusal(attributes: Values): string | undefined {
  for (const name in attributes)
    if (reserved.has(name)) return `reserved_attribute: Braze gives "${name}" another meaning`
  return valuesRefusal(attributes)
}

/** The values with strings cut to what Braze keeps; the same object where none is longer. */
export function fittingAll(values: Values): Values {
  for (const name in values) if (isTooLong(values[name])) return Object.fromEntries(Object.entries(values).map(fitting))
  return values
}

const isTooLong = (value: Value | undefined): boolean =>
  typeof value === 'string' ? value.length > longestString : Array.isArray(value) && value.some(isTooLong)

const fitting = ([name, value]: [string, Value]): [string, Value] => [
  name,
  Array.isArray(value) ? value.map(cut) : typeof value === 'string' ? cut(value) : value,
]

/** The text's first 255 characters, less one where it would end in half a surrogate pair. */
function cut(text: string): string {
  if (text.length <= longestString) return text
  return text.slice(0, longestString).replace(/[\uD800-\uDBFF]$/, '')
}
