import { membersOf, type Span } from './json-spans.ts'

/** A place in a text, both from 1. Columns count UTF-16 units, as editors do. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Finds JSON pointers (RFC 6901) in a JSON text, which must be valid for that. What is looked at once is remembered. */
export class Locator {
  readonly #text: string
  readonly #lineStarts: readonly number[]
  readonly #members = new Map<number, ReadonlyMap<string, Span>>()

  constructor(text: string) {
    this.#text = text
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), match => match.index + 1)]
  }

  /** Where the value begins that the pointer names; where it is not there, as is a field that is missing, the nearest value around it. */
  place(pointer: string): Place {
    let at = /\S/.exec(this.#text)?.index ?? 0
    for (const part of pointer.split('/').slice(1)) {
      const span = this.#membersAt(at).get(part.replaceAll('~1', '/').replaceAll('~0', '~'))
      if (!span) break
      at = span.begin
    }
    return this.placeAt(at)
  }

  /** Line and column of an offset. */
  placeAt(at: number): Place {
    const after = this.#lineStarts.findIndex(start => start > at)
    const line = after === -1 ? this.#lineStarts.length : after
    return { line, column: at - (this.#lineStarts[line - 1] ?? 0) + 1 }
  }

  #membersAt(at: number): ReadonlyMap<string, Span> {
    const known = this.#members.get(at)
    if (known) return known
    const found = new Map(membersOf(this.#text, at).map(span => [span.key, span]))
    this.#members.set(at, found)
    return found
  }
}
