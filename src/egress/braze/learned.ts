import { CallSize } from './call-size.ts'
import type { Kind } from './kind.ts'

/** Entries that are remembered at most; beyond it all are forgotten, which costs a few calls in vain. */
const mostRemembered = 10_000

/** What answers have taught about the calls to come. Nothing is lost with it but calls in vain. */
export class Learned {
  readonly #sizes = new Map<Kind, CallSize>()
  readonly #suspects = new Set<string>()
  readonly #apart = new Set<string>()

  /** How many commands go into a call of the kind. */
  sizeOf(kind: Kind): CallSize {
    const known = this.#sizes.get(kind)
    if (known) return known
    const size = new CallSize(kind.most)
    this.#sizes.set(kind, size)
    return size
  }

  /** What calls share that may be wrong: it goes alone until a call with it is taken. */
  isSuspect(shared: string): boolean {
    return this.#suspects.has(shared)
  }

  suspect(shared: Iterable<string>): void {
    for (const one of shared) remember(this.#suspects, one)
  }

  /** Commands that were refused as one entry with others: each becomes an entry of its own, so that Braze can say which is wrong. */
  isApart(deliveryId: string): boolean {
    return this.#apart.has(deliveryId)
  }

  keepApart(deliveryId: string): void {
    remember(this.#apart, deliveryId)
  }

  /** What may be trusted again, and what is settled. */
  settle(shared: string, deliveryId: string): void {
    this.#suspects.delete(shared)
    this.#apart.delete(deliveryId)
  }
}

function remember(set: Set<string>, entry: string): void {
  if (set.size >= mostRemembered) set.clear()
  set.add(entry)
}
