interface Item {
  readonly due: number
  readonly turn: number
  readonly wake: () => void
}

/** A priority queue of due times; of those due together, the one that was put in first comes first. */
export class DueQueue {
  readonly #heap: Item[] = []
  #turn = 0

  put(due: number, wake: () => void): void {
    const heap = this.#heap
    const item = { due, turn: this.#turn++, wake }
    let place = heap.length
    while (place > 0) {
      const above = (place - 1) >>> 1
      const parent = heap[above]
      if (!parent || !isBefore(item, parent)) break
      heap[place] = parent
      place = above
    }
    heap[place] = item
  }

  /** The first that is due by then, which leaves the queue; undefined where there is none. */
  takeUntil(time: number): Item | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = first && first.due <= time ? heap.pop() : undefined
    if (first === undefined || last === undefined || heap.length === 0) return last
    let place = 0
    for (;;) {
      const child = this.#smallerChild(place)
      const below = heap[child]
      if (!below || !isBefore(below, last)) break
      heap[place] = below
      place = child
    }
    heap[place] = last
    return first
  }

  #smallerChild(place: number): number {
    const left = 2 * place + 1
    const [one, other] = [this.#heap[left], this.#heap[left + 1]]
    return one && other && isBefore(other, one) ? left + 1 : left
  }
}

const isBefore = (one: Item, other: Item): boolean =>
  one.due < other.due || (one.due === other.due && one.turn < other.turn)
