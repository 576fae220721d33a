import type { RecordSchema } from '../../../schemas/record.ts'
import type { AvroCodec } from '../../kafka/index.ts'
import type { PollState } from '../define.ts'

/** Rows by key, as they lie in Kafka. */
export type Frames = ReadonlyMap<string, Buffer>

/** What a poller remembers: bytes in memory, decoded when they are asked for. A unit's changes show only when it is committed. */
export class PollRows implements PollState {
  readonly #codec: AvroCodec
  readonly #schema: RecordSchema
  #rows = new Map<string, Buffer>()
  /** The mark of the unit that the rows are as of; undefined where nothing is here. */
  #mark: string | undefined
  #pending: { readonly changes: ReadonlyMap<string, Buffer | null>; readonly mark: string } | undefined

  constructor(codec: AvroCodec, schema: RecordSchema) {
    this.#codec = codec
    this.#schema = schema
  }

  get size(): number {
    return this.#rows.size
  }

  get(key: string): unknown {
    const frame = this.#rows.get(key)
    return frame && this.#codec.decode(frame).value
  }

  has(key: string): boolean {
    return this.#rows.has(key)
  }

  *keys(prefix: string): Iterable<string> {
    for (const key of this.#rows.keys()) if (key.startsWith(prefix)) yield key
  }

  /** Throws TypeError where a row is none of the schema. */
  encoded(rows: ReadonlyMap<string, unknown>): Map<string, Buffer | null> {
    return new Map(
      [...rows].map(([key, row]) => [key, row === null ? null : this.#codec.encode(this.#schema, row)] as const),
    )
  }

  /** A unit with these changes is about to be committed under the mark. */
  pend(changes: ReadonlyMap<string, Buffer | null>, mark: string): void {
    this.#pending = { changes, mark }
  }

  committed(): void {
    if (!this.#pending) return
    const { changes, mark } = this.#pending
    this.#pending = undefined
    this.#mark = mark
    for (const [key, row] of changes)
      if (row) this.#rows.set(key, row)
      else this.#rows.delete(key)
  }

  /** The unit that counts is the one with this mark: takes up or drops the one that was pending. False where what is here is not as of it. */
  returnTo(mark: string): boolean {
    if (this.#pending?.mark === mark) this.committed()
    this.#pending = undefined
    return this.#mark === mark
  }

  load(rows: Frames, mark: string): void {
    this.#rows = new Map(rows)
    this.#mark = mark
    this.#pending = undefined
  }

  /** Another process's now. */
  forget(): void {
    this.#rows = new Map()
    this.#mark = undefined
    this.#pending = undefined
  }
}
