const fewest = 16

/**
 * What is due when: a binary min-heap of times and addresses in typed arrays, 12 bytes an entry, nothing allocated per call.
 * Among equal times the order is not that of insertion, but the same calls always give the same order.
 */
export class DueHeap {
  #dues = new Float64Array(fewest)
  #addresses = new Uint32Array(fewest)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** `due` in ms, `address` a whole number below 2^32. Throws RangeError when `due` is NaN, which has no place in an order. */
  push(due: number, address: number): void {
    if (Number.isNaN(due)) throw new RangeError('NaN is no time')
    if (this.#size === this.#dues.length) this.#resize(this.#size * 2)
    const dues = this.#dues
    const addresses = this.#addresses
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >>> 1
      const later = dues[parent] ?? 0
      if (later <= due) break
      dues[at] = later
      addresses[at] = addresses[parent] ?? 0
      at = parent
    }
    dues[at] = due
    addresses[at] = address
  }

  /** The earliest time; Infinity when nothing is left. */
  peekDue(): number {
    return this.#size === 0 ? Infinity : (this.#dues[0] ?? Infinity)
  }

  /** Removes the entry of the earliest time and answers its address. Throws RangeError when nothing is left. */
  popAddress(): number {
    if (this.#size === 0) throw new RangeError('nothing is due: the heap is empty')
    const top = this.#addresses[0] ?? 0
    this.#size--
    if (this.#size > 0) this.#settle(this.#dues[this.#size] ?? 0, this.#addresses[this.#size] ?? 0)
    if (this.#size < this.#dues.length / 4 && this.#dues.length > fewest) this.#resize(this.#dues.length / 2)
    return top
  }

  clear(): void {
    this.#size = 0
    this.#resize(fewest)
  }

  /** Puts an entry in where the top was: earlier children move up until it fits. */
  #settle(due: number, address: number): void {
    const dues = this.#dues
    const addresses = this.#addresses
    const size = this.#size
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (dues[child + 1] ?? 0) < (dues[child] ?? 0)) child++
      const earlier = dues[child] ?? 0
      if (earlier >= due) break
      dues[at] = earlier
      addresses[at] = addresses[child] ?? 0
      at = child
    }
    dues[at] = due
    addresses[at] = address
  }

  #resize(length: number): void {
    const dues = new Float64Array(length)
    const addresses = new Uint32Array(length)
    dues.set(this.#dues.subarray(0, this.#size))
    addresses.set(this.#addresses.subarray(0, this.#size))
    this.#dues = dues
    this.#addresses = addresses
  }
}
