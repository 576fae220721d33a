import type { Fault } from './fault.ts'
import { pointerTo } from './fault.ts'
import { toJson } from './json.ts'

/** Text of all fields together that no schema names: enough for any sensible event, and safely within one Kafka record. */
const mostChars = 65_536
/** More in one object are not looked at. */
const mostFields = 2_000

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
  keep(input: unknown, known: ReadonlySet<string>, path: readonly string[] = [], prefix = ''): void {
    for (const [name, value] of this.#fieldsOf(input, path)) {
      if (known.has(name)) continue
      const at = [...path, name]
      if (this.#mayHave(name, at)) this.#text(prefix + name, value, at)
    }
    this.#bound(path)
  }

  /** As `keep` with what lies at /data, but scalars go to `data` by their own names. */
  keepData(input: unknown, known: ReadonlySet<string>, prefix = ''): void {
    for (const [name, value] of this.#fieldsOf(input, ['data'])) {
      const at = ['data', name]
      if (known.has(name) || !this.#mayHave(name, at)) continue
      if (!isScalar(value)) this.#text(prefix + name, value, at)
      else {
        this.data[name] = value
        this.#chars += name.length + String(value).length
      }
    }
    this.#bound(['data'])
  }

  /** What is not `known` in the items of a list, as one text by the list's name: an object for each item, in their order. */
  keepItems(items: unknown, known: ReadonlySet<string>, path: readonly string[], name: string): void {
    if (!Array.isArray(items)) return
    const rests = items.map((item: unknown, index) => {
      const fields = fieldsOf(item).filter(([field]) => !known.has(field))
      return fields.filter(([field]) => this.#mayHave(field, [...path, String(index), field]))
    })
    if (rests.some(rest => rest.length > 0)) this.#text(name, rests.map(Object.fromEntries), path)
    this.#bound(path)
  }

  #fieldsOf(input: unknown, path: readonly string[]): [string, unknown][] {
    const fields = fieldsOf(input)
    if (fields.length <= mostFields) return fields
    this.faults.push({ pointer: pointerTo(path), detail: `may have ${mostFields} fields` })
    return []
  }

  #mayHave(name: string, path: readonly string[]): boolean {
    if (name === '__proto__') this.faults.push({ pointer: pointerTo(path), detail: 'is a name that cannot be kept' })
    return name !== '__proto__'
  }

  #text(name: string, value: unknown, path: readonly string[]): void {
    const text = toJson(value)
    // A number beyond a double's range was read as infinite, which JSON cannot tell.
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.faults.push({ pointer: pointerTo(path), detail: 'is too large a number' })
    } else if (text === null) this.faults.push({ pointer: pointerTo(path), detail: 'is nested too deeply' })
    else {
      this.extra[name] = text
      this.#chars += name.length + text.length
    }
  }

  #bound(path: readonly string[]): void {
    if (this.#chars <= mostChars || this.#isTooMuch) return
    this.#isTooMuch = true
    const detail = `fields that the schema does not name may have ${mostChars} characters, not ${this.#chars}`
    this.faults.push({ pointer: pointerTo(path), detail })
  }
}

const fieldsOf = (input: unknown): [string, unknown][] =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.entries(input) : []

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
