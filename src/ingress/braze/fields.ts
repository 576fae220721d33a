import { isObject as isJsonObject } from '../frame/json-object.ts'
import { exactJson, unmarked } from './exact-numbers.ts'

/** What Braze puts where a transformation of the connector hides a value. */
const redacted = '[REDACTED]'

/**
 * The fields of a JSON object. What is read is taken out; what nobody read, or is not what it should be, is left over at the end.
 * Texts may come as numbers or booleans and the other way round: Braze's dialects differ. Empty texts and nulls count as not said.
 */
export class Fields {
  /** What was read is undefined, for to delete it takes longer. */
  readonly #values = new Map<string, unknown>()

  /** Anything but an object has no fields. */
  constructor(object: unknown) {
    if (!isJsonObject(object)) return
    for (const name of Object.keys(object)) {
      const value = object[name]
      if (value !== null && value !== '') this.#values.set(name, value)
    }
  }

  text(name: string): string | null {
    return this.#take(name, textOf)
  }

  /** The first of these that is a text. */
  firstText(names: readonly string[]): string | null {
    for (const name of names) {
      const text = this.text(name)
      if (text !== null) return text
    }
    return null
  }

  /** A text that names somebody: not what the connector hid. */
  id(name: string): string | null {
    return this.#take(name, idOf)
  }

  flag(name: string): boolean | null {
    return this.#take(name, flagOf)
  }

  /** A finite number that `accept` agrees with. */
  number(name: string, accept: (number: number) => boolean): number | null {
    return this.#take(name, value => {
      const text = typeof value === 'string' ? unmarked(value).trim() : value
      const number = typeof text === 'number' || (typeof text === 'string' && text !== '') ? Number(text) : NaN
      return Number.isFinite(number) && accept(number) ? number : null
    })
  }

  /** The fields of a field that is an object; none where it is something else, which is left over then. */
  fields(name: string): Fields {
    return new Fields(this.#take(name, objectOf))
  }

  /** As `text`, where `accept` makes something of it. */
  word(name: string, accept: (text: string) => string | null): string | null {
    if (this.#values.get(name) === undefined) return null
    return this.#take(name, value => {
      const text = textOf(value)
      return text === null ? null : accept(text)
    })
  }

  texts(name: string): string[] {
    return this.#take(name, textsOf) ?? []
  }

  /** The fields of the first of these that is an object, or the JSON text of one: each as JSON text. */
  object(names: readonly string[]): Record<string, string> {
    for (const name of names) {
      const texts = this.#take(name, jsonTexts)
      if (texts !== null) return texts
    }
    return {}
  }

  /** What is left over, by name. */
  rest(): Iterable<[string, unknown]> {
    const left: [string, unknown][] = []
    for (const [name, value] of this.#values) if (value !== undefined) left.push([name, value])
    return left
  }

  #take<T>(name: string, read: (value: unknown) => T | null): T | null {
    const value = this.#values.get(name)
    if (value === undefined) return null
    const found = read(value)
    if (found !== null) this.#values.set(name, undefined)
    return found
  }
}

export const isObject = (value: unknown): value is object => isJsonObject(value)

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return unmarked(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function idOf(value: unknown): string | null {
  const text = textOf(value)
  return text === null || text.trim() === '' || text === redacted ? null : text
}

function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const text = String(value).toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : null
}

const objectOf = (value: unknown): object | null => (isObject(value) ? value : null)

const textsOf = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null

/** Null where it is no object, or something in it cannot be told as JSON: then it stays where it is. */
function jsonTexts(said: unknown): Record<string, string> | null {
  const value = typeof said === 'string' ? parsed(said) : said
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
