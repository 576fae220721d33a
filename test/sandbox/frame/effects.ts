import type { JsonObject } from '../json.ts'
import { Newest } from './newest.ts'
import type { Kept } from './newest.ts'

/** One thing that took effect: an object applied, a message sent, a document stored. */
export interface Effect {
  readonly kind: string
  /** Whom or what it is about; null when it is about nobody. */
  readonly subject: string | null
  /** What tells equal effects from repeated ones: the caller's event id, delivery id or key. Null when there was none. */
  readonly id: string | null
}

type KeptEffect = Kept & Effect & { readonly more: JsonObject | undefined }

const maxEffects = 1_000_000

/** Every effect in order, small enough to be kept where the calls themselves are long forgotten. */
export class Effects {
  readonly #effects = new Newest<KeptEffect>(maxEffects, Number.MAX_SAFE_INTEGER)
  #byKind = new Map<string, number>()
  #total = 0
  #lastSeq = 0

  /** `more` is kept as it is: give it few and short fields. */
  add({ kind, subject, id }: Effect, more?: JsonObject): void {
    this.#total += 1
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + 1)
    this.#effects.push({ lastSeq: ++this.#lastSeq, bytes: 0, kind, subject, id, more })
  }

  /** One page, oldest first. `next` is the `since` of the page after it, null when there is none yet. */
  page(wanted: { since: number; limit: number; kind?: string | undefined; subject?: string | undefined }) {
    const effects = []
    let next: number | null = null
    for (const effect of this.#effects.after(wanted.since)) {
      if (wanted.kind !== undefined && effect.kind !== wanted.kind) continue
      if (wanted.subject !== undefined && effect.subject !== wanted.subject) continue
      if (effects.length === wanted.limit) {
        next = effects.at(-1)?.seq ?? wanted.since
        break
      }
      const { lastSeq: seq, kind, subject, id, more } = effect
      effects.push({ seq, kind, subject, id, ...more })
    }
    return { ...this.summary(), next, effects }
  }

  /** Counts since the start or the last clearing, also of those no longer kept. */
  summary() {
    const forgotten = this.#total - this.#effects.size
    return { total: this.#total, byKind: Object.fromEntries(this.#byKind), forgotten, cap: maxEffects }
  }

  clear(): void {
    this.#effects.clear()
    this.#byKind = new Map()
    this.#total = 0
  }
}
