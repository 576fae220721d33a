/** Accepted work that takes effect later, in the order of its acceptance: Braze answers 201 when work is queued. */
export class ProcessingQueue {
  #waiting: { readonly dueMs: number; readonly work: () => void }[] = []

  accept(nowMs: number, delayMs: number, work: () => void): void {
    const last = this.#waiting.at(-1)
    if (!last && delayMs === 0) work()
    else this.#waiting.push({ dueMs: Math.max(nowMs + delayMs, last?.dueMs ?? 0), work })
  }

  /** Does what is due. Called before anything is read or accepted, so no timer is needed. */
  settle(nowMs: number): void {
    const [first] = this.#waiting
    if (!first || first.dueMs > nowMs) return
    const firstLater = this.#waiting.findIndex(({ dueMs }) => dueMs > nowMs)
    const due = this.#waiting.splice(0, firstLater < 0 ? this.#waiting.length : firstLater)
    for (const { work } of due) work()
  }

  clear(): void {
    this.#waiting = []
  }
}
