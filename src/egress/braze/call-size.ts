/** Longest run of full calls before a larger one is tried. */
const mostPatience = 64

/**
 * How many objects go into a call. Halved when Braze refuses a call as a whole, doubled again after full calls that it takes.
 * Where the doubled call is refused too, the limit is the contract's and not one bad object's: each such time twice as many full calls come
 * before the next try, so that calls in vain become rare but a limit that is raised is found.
 */
export class CallSize {
  readonly #most: number
  #limit: number
  /** Full calls still to be taken before a larger one is tried. */
  #wait = 1
  #patience = 1
  /** The limit has been doubled and no full call made since. */
  #isTry = false

  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  /** Objects in the next call, at most. */
  get limit(): number {
    return this.#limit
  }

  /** A call of more than one object was refused as a whole. */
  refused(objects: number): void {
    // It was under way when a smaller limit was learned.
    if (objects > this.#limit) return
    this.#limit = Math.ceil(objects / 2)
    this.#isTry = false
    this.#wait = this.#patience
    this.#patience = Math.min(mostPatience, this.#patience * 2)
  }

  /** A call was taken, or its only object rejected: then it was that object's fault, and none of the size. */
  taken(objects: number): void {
    if (objects < this.#limit || this.#limit === this.#most) return
    if (objects === 1 || this.#isTry) this.#patience = this.#wait = 1
    if (--this.#wait > 0) return
    this.#isTry = true
    this.#limit = Math.min(this.#most, this.#limit * 2)
    this.#wait = this.#patience
  }
}
