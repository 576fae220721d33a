const bins = 1_024

/** Counts what happened within the last `windowMs`, in bins of a thousandth of that: never too little, at most a bin's too much. */
export class SlidingCount {
  readonly #binMs: number
  readonly #counts = new Uint32Array(bins + 1)
  /** Number of the newest bin, counted from 1970. */
  #newest = 0
  #total = 0

  constructor(windowMs: number) {
    this.#binMs = windowMs / bins
  }

  add(now: number): void {
    this.#advance(now)
    const place = this.#newest % this.#counts.length
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.#total++
  }

  /** Ms until one more makes no more than `most`; 0 for now. */
  wait(most: number, now: number): number {
    this.#advance(now)
    if (this.#total < most) return 0
    let over = this.#total - most
    for (let bin = this.#newest - bins; bin <= this.#newest; bin++) {
      over -= this.#counts[bin % this.#counts.length] ?? 0
      if (over < 0) return (bin + bins + 1) * this.#binMs - now
    }
    return this.#binMs
  }

  /** A clock that is set back stands still here until it is where it was. */
  #advance(now: number): void {
    const newest = Math.floor(now / this.#binMs)
    if (newest - this.#newest > bins) {
      this.#counts.fill(0)
      this.#total = 0
      this.#newest = newest
    }
    while (this.#newest < newest) {
      const place = ++this.#newest % this.#counts.length
      this.#total -= this.#counts[place] ?? 0
      this.#counts[place] = 0
    }
  }
}
