/** The rows of one task, as encoded bytes by full key. What a cycle changes is seen at once and counts for good only after its commit. */
export class TaskState {
  readonly #rows = new Map<string, Buffer>()
  readonly #changes = new Map<string, Buffer | null>()

  get size(): number {
    return this.#rows.size
  }

  get(key: string): Buffer | undefined {
    const changed = this.#changes.get(key)
    return changed === undefined ? this.#rows.get(key) : (changed ?? undefined)
  }

  /** Null deletes. */
  put(key: string, value: Buffer | null): void {
    this.#changes.set(key, value)
  }

  /** What was restored from the changelog. */
  load(key: string, value: Buffer | null): void {
    if (value) this.#rows.set(key, value)
    else this.#rows.delete(key)
  }

  commit(): void {
    for (const [key, value] of this.#changes) this.load(key, value)
    this.#changes.clear()
  }
}

/** The key of a row in the changelog and in memory. */
export const rowKey = (processor: string, store: string, key: string): string => `${processor}/${store}/${key}`
