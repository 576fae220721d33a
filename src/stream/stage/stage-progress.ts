import { nameOf, type Position, type TopicPartition } from '../../kafka/index.ts'

/** How far each partition of a stage is committed, and since when. */
export class StageProgress {
  readonly #committed = new Map<string, { offset: number; at: number }>()
  #ends: ReadonlyMap<string, number> = new Map()

  /** An assignment begins at these positions. */
  begin(positions: readonly Position[]): void {
    this.#committed.clear()
    this.committed(positions)
  }

  committed(positions: readonly Position[]): void {
    const at = performance.now()
    for (const position of positions) {
      const known = this.#committed.get(nameOf(position))
      if (known?.offset !== position.offset) this.#committed.set(nameOf(position), { offset: position.offset, at })
    }
  }

  /** Records between what is committed and the end of the partitions, as far as it is known. */
  lag(places: readonly TopicPartition[], ends: ReadonlyMap<string, number>): number {
    this.#ends = ends
    return places.map(place => this.#behind(nameOf(place))).reduce((sum, records) => sum + records, 0)
  }

  /** The partitions that have records left and were not moved since `time`, ms of a monotonic clock. */
  stuck(time: number): string[] {
    return [...this.#committed].filter(([name, { at }]) => at < time && this.#behind(name) > 0).map(([name]) => name)
  }

  #behind(name: string): number {
    return Math.max(0, (this.#ends.get(name) ?? 0) - (this.#committed.get(name)?.offset ?? 0))
  }
}
