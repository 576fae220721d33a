import type { Fault } from './fault.ts'
import { pointerTo } from './fault.ts'
import { toJson } from './json.ts'
import { isObject, type JsonObject } from './json-object.ts'

/** Text of all fields together that no schema names: enough for any sensible event, and safely within one Kafka record. */
const mostChars = 65_536
/** More in one object are not looked at. */
const mostFields = 2_000

const inEvent: readonly string[] = []
const inData: readonly string[] = ['data']

/** What a map of a record may hold as it is. */
export type Scalar = null | boolean | number | string

/** Gathers the fields of one event that no schema names: nothing goes without a word. */
export class UnnamedFields {
  /** Scalars of the event's data, by name. */
  readonly data: Record<string, Scalar> = {}
  /** All others, each as JSON text. */
  readonly extra: Record<string, string> = {}
  readonly faults: Fault[] = []
  #chars = 0
  #isTooMuch = false

  /** Keeps what is not `known` in extra, each name after `prefix`; `path` is where it lies in the event. Anything but an object has no fields. */
  keep(input: unknown, known: ReadonlySet<string>, path: readonly string[] = inEvent, prefix = ''): void {
    if (!isObject(input)) return
    for (const name of this.#namesIn(input, path)) {
      if (!known.has(name) && this.#mayHave(name, path)) this.#text(prefix + name, input[name], path, name)
    }
    this.#bound(path)
  }

  /** As `keep` with what lies at /data, but scalars go to `data` by their own names. */
  keepData(input: unknown, known: ReadonlySet<string>, prefix = ''): void {
    if (!isObject(input)) return
    for (const name of this.#namesIn(input, inData)) {
      if (known.has(name) || !this.#mayHave(name, inData)) continue
      const value = input[name]
      if (!isScalar(value)) this.#text(prefix + name, value, inData, name)
      else {
        this.data[name] = value
        this.#chars += name.length + String(value).length
      }
    }
    this.#bound(inData)
  }

  /** What is not `known` in the items of a list, as one text by the list's name: an object for each item, in their order. */
  keepItems(items: unknown, known: ReadonlySet<string>, path: readonly string[], name: string): void {
    if (!Array.isArray(items) || items.every(item => areKnown(item, known))) return
    const rests = items.map((item: unknown, index) => {
      const fields = isObject(item) ? Object.entries(item).filter(([field]) => !known.has(field)) : []
      return fields.filter(([field]) => this.#mayHave(field, [...path, String(index)]))
    })
    if (rests.some(rest => rest.length > 0)) this.#text(name, rests.map(Object.fromEntries), path)
    this.#bound(path)
  }

  #namesIn(object: JsonObject, path: readonly string[]): readonly string[] {
    const names = Object.keys(object)
    if (names.length <= mostFields) return names
    this.#wrong(path, `may have ${mostFields} fields`)
    return []
  }

  /** `path`: of the object that has it. */
  #mayHave(name: string, path: readonly string[]): boolean {
    if (name !== '__proto__') return true
    this.#wrong([...path, name], 'is a name that cannot be kept')
    return false
  }

  /** Keeps a value by the name `as`. `path` and `name`: where it lies. */
  #text(as: string, value: unknown, path: readonly string[], name?: string): void {
    const text = toJson(value)
    // A number beyond a double's range was read as infinite, which JSON cannot tell.
    const isTooLarge = typeof value === 'number' && !Number.isFinite(value)
    if (text !== null && !isTooLarge) {
      this.extra[as] = text
      this.#chars += as.length + text.length
      return
    }
    const at = name === undefined ? path : [...path, name]
    this.#wrong(at, isTooLarge ? 'is too large a number' : 'is nested too deeply')
  }

  #wrong(path: readonly string[], detail: string): void {
    this.faults.push({ pointer: pointerTo(path), detail })
  }

  #bound(path: readonly string[]): void {
    if (this.#chars <= mostChars || this.#isTooMuch) return
    this.#isTooMuch = true
    this.#wrong(path, `fields that the schema does not name may have ${mostChars} characters, not ${this.#chars}`)
  }
}

/** Whether a list's item has no field beside the known. */
function areKnown(item: unknown, known: ReadonlySet<string>): boolean {
  if (isObject(item)) for (const name of Object.keys(item)) if (!known.has(name)) return false
  return true
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
