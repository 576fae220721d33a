/**
 * Entries in the order of a time, and of their number where times are equal. The time of an entry must not change while
 * it is in here.
 */
export class TimeOrdered<T extends { readonly seq: number }> {
  readonly #entries: T[] = []
  readonly #timeOf: (entry: T) => number

  constructor(timeOf: (entry: T) => number) {
    this.#timeOf = timeOf
  }

  get entries(): readonly T[] {
    return this.#entries
  }

  get first(): T | undefined {
    return this.#entries[0]
  }

  add(entry: T): void {
    const at = this.#place(this.#timeOf(entry), entry.seq)
    if (at === this.#entries.length) this.#entries.push(entry)
    else this.#entries.splice(at, 0, entry)
  }

  remove(entry: T): void {
    const at = this.#place(this.#timeOf(entry), entry.seq)
    if (this.#entries[at] === entry) this.#entries.splice(at, 1)
  }

  /** Those with `afterMs` < time < `beforeMs`. */
  between(afterMs = -Infinity, beforeMs = Infinity): readonly T[] {
    if (afterMs === -Infinity && beforeMs === Infinity) return this.#entries
    return this.#entries.slice(this.#place(afterMs, Infinity), this.#place(beforeMs, -Infinity))
  }

  /** Where an entry of that time and number is, or would be. */
  #place(ms: number, seq: number): number {
    let low = 0
    let high = this.#entries.length
    const last = this.#entries.at(-1)
    if (last && this.#isBefore(last, ms, seq)) return high
    while (low < high) {
      const middle = (low + high) >> 1
      const entry = this.#entries[middle]
      if (entry && this.#isBefore(entry, ms, seq)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBefore(entry: T, ms: number, seq: number): boolean {
    const time = this.#timeOf(entry)
    return time < ms || (time === ms && entry.seq < seq)
  }
}
