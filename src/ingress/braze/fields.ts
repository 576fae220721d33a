import { exactJson, unmarked } from './exact-numbers.ts'

/** What Braze puts where a transformation of the connector hides a value. */
const redacted = '[REDACTED]'

/**
 * The fields of a JSON object. What is read is taken out; what nobody read, or is not what it should be, is left over at the end.
 * Texts may come as numbers or booleans and the other way round: Braze's dialects differ. Empty texts and nulls count as not said.
 */
export class Fields {
  readonly #left = new Map<string, unknown>()

  /** Anything but an object has no fields. */
  constructor(object: unknown) {
    if (!isObject(object)) return
    for (const [name, value] of Object.entries(object)) if (value !== null && value !== '') this.#left.set(name, value)
  }

  /** The first of these that is a text. */
  text(...names: readonly string[]): string | null {
    return this.#first(names, textOf)
  }

  /** The first of these that names somebody: not what the connector hid. */
  id(...names: readonly string[]): string | null {
    return this.#first(names, value => {
      const text = textOf(value)
      return text === null || text.trim() === '' || text === redacted ? null : text
    })
  }

  flag(name: string): boolean | null {
    return this.#first([name], value => {
      if (typeof value === 'boolean') return value
      const text = String(value).toLowerCase()
      return text === 'true' ? true : text === 'false' ? false : null
    })
  }

  /** A finite number that `accept` agrees with. */
  number(name: string, accept: (number: number) => boolean): number | null {
    return this.#first([name], value => {
      const text = typeof value === 'string' ? unmarked(value).trim() : value
      const number = typeof text === 'number' || (typeof text === 'string' && text !== '') ? Number(text) : NaN
      return Number.isFinite(number) && accept(number) ? number : null
    })
  }

  /** The fields of a field that is an object; none where it is something else, which is left over then. */
  fields(name: string): Fields {
    return new Fields(this.#first([name], value => (isObject(value) ? value : null)))
  }

  /** As `text`, where `accept` makes something of it. */
  word(name: string, accept: (text: string) => string | null): string | null {
    return this.#first([name], value => {
      const text = textOf(value)
      return text === null ? null : accept(text)
    })
  }

  texts(name: string): string[] {
    const all = this.#first([name], value =>
      Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null,
    )
    return all ?? []
  }

  /** The fields of the first of these that is an object, or the JSON text of one: each as JSON text. */
  object(...names: readonly string[]): Record<string, string> {
    return this.#first(names, value => jsonTexts(typeof value === 'string' ? parsed(value) : value)) ?? {}
  }

  /** What is left over, by name. */
  rest(): Iterable<[string, unknown]> {
    return this.#left
  }

  #first<T>(names: readonly string[], read: (value: unknown) => T | null): T | null {
    for (const name of names) {
      const value = this.#left.get(name)
      const found = value === undefined ? null : read(value)
      if (found === null) continue
      this.#left.delete(name)
      return found
    }
    return null
  }
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return unmarked(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** Null where it is no object, or something in it cannot be told as JSON: then it stays where it is. */
function jsonTexts(value: unknown): Record<string, string> | null {
  if (!isObject(value)) return null
  const texts: Record<string, string> = {}
  for (const [name, item] of Object.entries(value)) {
    const text = name === '__proto__' ? null : exactJson(item)
    if (text === null) return null
    texts[name] = text
  }
  return texts
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return null
  }
}
