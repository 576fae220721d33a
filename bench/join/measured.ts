import { nameOf, type Position } from '../../src/kafka/index.ts'
import type { Assignment, Source, Unit, Work } from '../../src/stream/index.ts'

/** Notes when the first record was fetched and when everything up to `ends` was committed; does nothing else. */
export class Measured implements Work {
  readonly overlaps: boolean
  readonly #inner: Work
  readonly #left: Map<string, number>
  readonly #committing: Unit[] = []
  readonly #done: (lastAt: number) => void
  readonly #records = new Map<string, number>()

  constructor(inner: Work, ends: readonly Position[], done: (lastAt: number) => void) {
    this.#inner = inner
    this.overlaps = inner.overlaps
    this.#left = new Map(ends.filter(({ offset }) => offset > 0).map(end => [nameOf(end), end.offset]))
    this.#done = done
  }

  get waiting(): string | undefined {
    return this.#inner.waiting
  }
  assign(assignment: Assignment, lost: AbortSignal): Promise<void> {
    return this.#inner.assign(assignment, lost)
  }
  async step(lost: AbortSignal, committing: () => boolean): Promise<Unit | undefined> {
    const unit = await this.#inner.step(lost, committing)
    if (unit) this.#committing.push(unit)
    return unit
  }
  committed(): void {
    this.#inner.committed()
    const unit = this.#committing.shift()
    for (const { topic, batches } of unit?.outputs ?? [])
      for (const { count } of batches) this.#records.set(topic, this.outputs(topic) + count)
    for (const position of unit?.positions ?? [])
      if (position.offset >= (this.#left.get(nameOf(position)) ?? 0)) this.#left.delete(nameOf(position))
    if (this.#left.size === 0) this.#done(performance.now())
  }
  /** Committed records of a topic. */
  outputs(topic: string): number {
    return this.#records.get(topic) ?? 0
  }
  oldest(task: number): number | undefined {
    return this.#inner.oldest(task)
  }
}

/** A source that tells when its first records came. */
export function timed(source: Source, first: () => void): Source {
  let came = false
  return {
    poll: async (waitMs, maxBytes, signal) => {
      const chunks = await source.poll(waitMs, maxBytes, signal)
      if (chunks.length > 0 && !came) {
        came = true
        first()
      }
      return chunks
    },
    done: chunk => source.done(chunk),
    get ends() {
      return source.ends
    },
  }
}
