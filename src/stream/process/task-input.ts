import type { Chunk, RecordCursor } from '../../kafka/index.ts'
import type { InputPlan } from './stage-plan.ts'

/** One input partition of a task: the chunks that have arrived, the record that is next, and the position behind what was processed. */
export class TaskInput {
  readonly plan: InputPlan
  /** On the cluster. */
  readonly topic: string
  readonly partition: number
  /** The offset of the first record that is not processed. */
  position = 0
  /** The chunk that the next record lies in, and the walk over it; undefined where nothing has arrived. */
  chunk: Chunk | undefined
  cursor: RecordCursor | undefined
  readonly #queue: Chunk[] = []
  readonly #release: (chunk: Chunk) => void

  /** `release` is told of every chunk that is done with. */
  constructor(plan: InputPlan, topic: string, partition: number, release: (chunk: Chunk) => void) {
    this.plan = plan
    this.topic = topic
    this.partition = partition
    this.#release = release
  }

  /** Reads on at `position`; what has arrived before is forgotten. */
  seek(position: number): void {
    this.position = position
    this.chunk = undefined
    this.cursor = undefined
    this.#queue.length = 0
  }

  feed(chunk: Chunk): void {
    this.#queue.push(chunk)
  }

  /** True when the cursor stands at a record that is not processed. Moves positions over chunks that hold none. */
  load(): boolean {
    for (;;) {
      if (this.cursor) return true
      this.chunk = this.#queue.shift()
      if (!this.chunk) return false
      const cursor = this.chunk.cursor()
      if (cursor.next()) this.cursor = cursor
      else this.#finish(this.chunk)
    }
  }

  /** The loaded record is done with. */
  consumed(cursor: RecordCursor): void {
    if (cursor.next()) this.position = cursor.offset
    else if (this.chunk) this.#finish(this.chunk)
  }

  #finish(chunk: Chunk): void {
    this.position = chunk.next
    this.cursor = undefined
    this.chunk = undefined
    this.#release(chunk)
  }
}
