import type { InDoubtWay } from '../../stream/define.ts'
import type { Request } from '../../transport/http-caller.ts'
import type { Kind } from './kind.ts'
import type { Learned } from './learned.ts'
import type { Part } from './part.ts'

/** Braze takes requests of 4 MB; some is left for safety. */
const largestBody = 3_500_000

/** Where the entry of a part is. */
interface Placed {
  readonly part: Part
  readonly at: number
  readonly bytes: number
}

/** A call that is being filled. */
export class Draft {
  readonly kind: Kind
  readonly #learned: Learned
  readonly #limit: number
  readonly #lists = new Map<string, string[]>()
  /** The last part about each. */
  readonly #last = new Map<string, Placed>()
  readonly #parts: Part[] = []
  readonly #places: string[] = []
  #bytes = 0

  constructor(kind: Kind, learned: Learned) {
    this.kind = kind
    this.#learned = learned
    this.#limit = learned.sizeOf(kind).limit
  }

  get isFull(): boolean {
    return this.#parts.length >= this.#limit
  }

  isListFull(list: string | undefined): boolean {
    return list !== undefined && (this.#lists.get(list)?.length ?? 0) >= this.kind.mostPerList
  }

  /** The parts that it has taken, in their order. */
  get parts(): readonly Part[] {
    return this.#parts
  }

  /** Where the entry of each part is, as Braze names it in errors: list and index. Parts that are one entry have the same place. */
  get places(): readonly string[] {
    return this.#places
  }

  get inDoubt(): InDoubtWay {
    return this.kind.inDoubt(this.#lists)
  }

  /** Takes the part, or says that it needs another call. One that is too large by itself goes alone, so that Braze can say so. */
  take(part: Part): boolean {
    if (this.isFull || !this.#sharesWith(part)) return false
    const earlier = this.#last.get(part.about)
    const pair = earlier ? this.kind.pair(earlier.part, part) : 'beside'
    if (pair === 'waits') return false
    if (pair === 'beside' || !earlier || this.#areApart(earlier.part, part)) return this.#add(part)
    return this.#join({ ...part, entry: pair.joined }, earlier)
  }

  /** At least one part has been taken. */
  request(): Request {
    const [first] = this.#parts
    if (!first) throw new Error('a call without commands')
    return this.kind.request(this.#lists, first)
  }

  #sharesWith({ shared }: Part): boolean {
    const [first] = this.#parts
    if (!first || first.shared === shared) return true
    return this.kind.mixes === true && !this.#learned.isSuspect(shared) && !this.#learned.isSuspect(first.shared)
  }

  #areApart(earlier: Part, later: Part): boolean {
    return this.#learned.isApart(earlier.deliveryId) || this.#learned.isApart(later.deliveryId)
  }

  #add(part: Part): boolean {
    const list = this.#lists.get(part.list) ?? []
    if (list.length >= this.kind.mostPerList) return false
    const json = JSON.stringify(part.entry)
    const bytes = Buffer.byteLength(json) + 1
    if (this.#parts.length > 0 && this.#bytes + bytes > largestBody) return false
    if (list.length === 0) this.#lists.set(part.list, list)
    list.push(json)
    this.#took(part, list.length - 1, bytes, bytes)
    return true
  }

  #join(part: Part, { at, bytes: before }: Placed): boolean {
    const json = JSON.stringify(part.entry)
    const bytes = Buffer.byteLength(json) + 1
    if (this.#bytes + bytes - before > largestBody) return false
    this.#lists.get(part.list)?.splice(at, 1, json)
    this.#took(part, at, bytes, bytes - before)
    return true
  }

  #took(part: Part, at: number, bytes: number, more: number): void {
    this.#bytes += more
    this.#parts.push(part)
    this.#places.push(`${part.list}/${at}`)
    this.#last.set(part.about, { part, at, bytes })
  }
}
