/**
 * How large a call may be, in whatever it is counted. Halved when one is refused for its size; doubled again after so many calls that were taken.
 * A limit that is raised at the other end is found, and one that is not costs a call in vain now and then.
 */
export class LearntSize {
  readonly #most: number
  readonly #patience: number
  #limit: number
  #taken = 0

  /** `patience`: calls that are taken before a larger one is tried. */
  constructor(most: number, patience: number) {
    this.#most = this.#limit = most
    this.#patience = patience
  }

  get limit(): number {
    return this.#limit
  }

  /** Calls that were under way together may be refused together: the limit follows the size that was refused, not their number. */
  refused(size: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, Math.floor(size / 2)))
    this.#taken = 0
  }

  taken(): void {
    if (this.#limit === this.#most || ++this.#taken < this.#patience) return
    this.#taken = 0
    this.#limit = Math.min(this.#most, this.#limit * 2)
  }
}
