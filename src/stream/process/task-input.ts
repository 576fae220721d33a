import type { Chunk, RecordCursor } from '../../kafka/index.ts'
import { originOf, type Origin } from './moved.ts'
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
  /** Where the next record came in, of one that was moved. */
  origin: Origin | undefined
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
    this.origin = undefined
    this.#queue.length = 0
  }

  /** When the next record was written, ms since 1970, wherever it was moved since; Infinity where none has arrived. */
  get timestamp(): number {
    if (this.origin) return this.origin.timestamp
    return this.cursor ? this.cursor.timestamp : Infinity
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
      if (cursor.next()) this.#stand(cursor)
      else this.#finish(this.chunk)
    }
  }

  /** The loaded record is done with. */
  consumed(cursor: RecordCursor): void {
    if (cursor.next()) {
      this.position = cursor.offset
      this.#stand(cursor)
    } else if (this.chunk) this.#finish(this.chunk)
  }

  #stand(cursor: RecordCursor): void {
    this.cursor = cursor
    if (this.plan.moved) this.origin = originOf(cursor.headers)
  }

  #finish(chunk: Chunk): void {
    this.position = chunk.next
    this.cursor = undefined
    this.origin = undefined
    this.chunk = undefined
    this.#release(chunk)
  }
}
