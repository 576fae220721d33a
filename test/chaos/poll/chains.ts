/** Values that follow one another: each change must begin with what the one before it ended with, and the last must end with what is there. */
export class Chains {
  readonly #now = new Map<string, string | null>()
  readonly broken: string[] = []
  changes = 0

  add(name: string, from: string | null, to: string | null): void {
    this.changes++
    const last = this.#now.get(name) ?? null
    if (from !== last)
      this.broken.push(`${name}: from ${from ?? 'nothing'} to ${to ?? 'nothing'}, but it was ${last ?? 'nothing'}`)
    this.#now.set(name, to)
  }

  /** What does not end as it should. */
  unfinished(expected: ReadonlyMap<string, string>): string[] {
    return [...expected]
      .filter(([name, value]) => (this.#now.get(name) ?? null) !== value)
      .map(([name, value]) => `${name}: ends with ${this.#now.get(name) ?? 'nothing'}, and is ${value}`)
  }
}

/** Things that are told once. */
export class Once {
  readonly #seen = new Map<string, number>()

  add(name: string): void {
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1)
  }

  get size(): number {
    return this.#seen.size
  }

  has(name: string): boolean {
    return this.#seen.has(name)
  }

  missing(expected: Iterable<string>): string[] {
    return [...expected].filter(name => !this.#seen.has(name))
  }

  twice(): string[] {
    return [...this.#seen].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count} times`)
  }
}
