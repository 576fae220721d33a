/** Something numbered that takes memory. */
export interface Kept {
  /** Number of the last thing in it; grows from one entry to the next. */
  readonly lastSeq: number
  readonly bytes: number
}

/** Keeps the newest entries within two bounds, a count and a sum of bytes, and forgets the oldest beyond them. */
export class Newest<T extends Kept> {
  #entries: (T | undefined)[] = []
  #head = 0
  #bytes = 0
  readonly #maxEntries: number
  readonly #maxBytes: number

  constructor(maxEntries: number, maxBytes: number) {
    this.#maxEntries = maxEntries
    this.#maxBytes = maxBytes
  }

  get size(): number {
    return this.#entries.length - this.#head
  }

  get oldest(): T | undefined {
    return this.#entries[this.#head]
  }

  push(entry: T): void {
    this.#entries.push(entry)
    this.#bytes += entry.bytes
    while (this.size > 1 && (this.size > this.#maxEntries || this.#bytes > this.#maxBytes)) this.#forgetOldest()
  }

  /** Entries whose last number is above `seq`, oldest first. */
  *after(seq: number): Generator<T> {
    for (let at = this.#firstAfter(seq); at < this.#entries.length; at++) {
      const entry = this.#entries[at]
      if (entry) yield entry
    }
  }

  clear(): void {
    this.#entries = []
    this.#head = 0
    this.#bytes = 0
  }

  #firstAfter(seq: number): number {
    let low = this.#head
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.lastSeq ?? 0) > seq) high = middle
      else low = middle + 1
    }
    return low
  }

  #forgetOldest(): void {
    this.#bytes -= this.#entries[this.#head]?.bytes ?? 0
    this.#entries[this.#head++] = undefined
    if (this.#head < 4096 || this.#head * 2 < this.#entries.length) return
    this.#entries = this.#entries.slice(this.#head)
    this.#head = 0
  }
}
