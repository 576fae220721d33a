import { isArray, isJsonObject, parseJson } from '../json.ts'
import { Newest } from '../frame/newest.ts'
import type { Kept } from '../frame/newest.ts'
import { kinds } from './object-kinds.ts'
import type { Kind, ObjectCounts } from './object-kinds.ts'

/** Which objects of one request were applied, by their index in each array. */
export type AppliedIndexes = Readonly<Record<Kind, readonly number[]>>

interface Batch extends Kept {
  readonly bodyText: string
  readonly applied: AppliedIndexes
}

const maxBatches = 500_000
const maxBytes = 256 * 1024 * 1024

/** Every applied object in order. Keeps the requests' text and parses it when it is asked, so that writing stays cheap. */
export class ObjectLog {
  readonly #batches = new Newest<Batch>(maxBatches, maxBytes)
  #lastSeq = 0
  #clearedSeq = 0
  #totals: ObjectCounts = { attributes: 0, events: 0, purchases: 0 }

  append(bodyText: string, bytes: number, applied: AppliedIndexes): void {
    let count = 0
    for (const kind of kinds) {
      this.#totals[kind] += applied[kind].length
      count += applied[kind].length
    }
    if (count === 0) return
    this.#lastSeq += count
    this.#batches.push({ lastSeq: this.#lastSeq, bytes, bodyText, applied })
  }

  /** Applied since the start or the last clearing, also those no longer kept. */
  get totals(): ObjectCounts {
    return this.#totals
  }

  /** One page, oldest first. `next` is the `since` of the page after it, null when there is none yet. */
  page({ since, limit, kind }: { since: number; limit: number; kind?: Kind | undefined }) {
    const objects = []
    let next: number | null = null
    for (const entry of this.#entries(since, kind)) {
      if (objects.length === limit) {
        next = objects.at(-1)?.seq ?? since
        break
      }
      objects.push(entry)
    }
    return {
      total: this.#totals,
      forgotten: this.#forgotten(),
      cap: { requests: maxBatches, bytes: maxBytes },
      next,
      objects,
    }
  }

  clear(): void {
    this.#batches.clear()
    this.#clearedSeq = this.#lastSeq
    this.#totals = { attributes: 0, events: 0, purchases: 0 }
  }

  /** Objects that fell out of the bounds since the last clearing. */
  #forgotten(): number {
    const { oldest } = this.#batches
    return (oldest ? seqBefore(oldest) : this.#lastSeq) - this.#clearedSeq
  }

  *#entries(since: number, wanted: Kind | undefined) {
    for (const batch of this.#batches.after(since)) {
      const { bodyText, applied } = batch
      if (wanted && applied[wanted].length === 0) continue
      const body = parseJson(bodyText)
      let seq = seqBefore(batch)
      for (const kind of kinds) {
        const array = isJsonObject(body) ? body[kind] : undefined
        for (const index of applied[kind]) {
          seq += 1
          if (seq <= since || (wanted && kind !== wanted)) continue
          const object: unknown = isArray(array) ? array[index] : undefined
          yield { seq, kind, external_id: externalIdOf(object), object }
        }
      }
    }
  }
}

/** Number of the last object before those of a batch. */
function seqBefore({ lastSeq, applied }: Batch): number {
  return lastSeq - kinds.reduce((sum, kind) => sum + applied[kind].length, 0)
}

function externalIdOf(object: unknown): string | null {
  const id = isJsonObject(object) ? object['external_id'] : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}
