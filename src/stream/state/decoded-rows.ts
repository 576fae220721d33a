const smallest = 256
const largest = 32_768

/**
 * Decoded rows by their place in a store's log: a direct-mapped cache, so that a look costs two reads of arrays. It grows while it misses much, and never beyond
 * 32,768 rows; a row that falls out is decoded again.
 */
export class DecodedRows {
  #mask = smallest - 1
  /** The place whose row is in a slot; 0 for none. */
  #places = new Int32Array(smallest)
  #rows: unknown[] = new Array<unknown>(smallest)
  #misses = 0

  /** Undefined where it is not here. */
  get(place: number): unknown {
    const slot = (Math.imul(place, 0x9e3779b1) >>> 7) & this.#mask
    return this.#places[slot] === place ? this.#rows[slot] : undefined
  }

  set(place: number, row: unknown): void {
    if (++this.#misses > 4 * this.#mask && this.#mask + 1 < largest) this.#resize((this.#mask + 1) * 4)
    const slot = (Math.imul(place, 0x9e3779b1) >>> 7) & this.#mask
    this.#places[slot] = place
    this.#rows[slot] = row
  }

  clear(): void {
    this.#resize(smallest)
  }

  #resize(slots: number): void {
    this.#mask = slots - 1
    this.#places = new Int32Array(slots)
    this.#rows = new Array<unknown>(slots)
    this.#misses = 0
  }
}
