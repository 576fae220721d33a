import {
  createCluster,
  Fetcher,
  fullMessage,
  listOffsets,
  nameOf,
  type Chunk,
  type Position,
  type RecordCursor,
} from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import { onCluster, type Engine } from './engine.ts'
import { learnSchemas } from './reading.ts'

const limits = { waitMs: 500, maxBytes: 4_194_304, maxBytesPerPartition: 1_048_576 }

/**
 * Follows small compacted topics: read whole at first, then as they change. No part of any transaction: they are as of now. It has connections of its own: a broker answers
 * the fetches of a connection one after the other, and one that waits for changes would hold up those of the stage.
 */
export class TableFollower {
  readonly #engine: Engine
  readonly #tables: ReadonlyMap<string, Table>
  readonly #take: (table: Table, cursor: RecordCursor) => void
  readonly #cluster: ReturnType<typeof createCluster>
  readonly #fetcher: Fetcher
  #following = false

  /** `take` is given each record; what it throws is logged, and the record passed over. */
  constructor(engine: Engine, tables: readonly Table[], take: (table: Table, cursor: RecordCursor) => void) {
    this.#engine = engine
    this.#tables = new Map(tables.map(table => [onCluster(engine, table), table]))
    this.#take = take
    this.#cluster = createCluster(engine.kafka)
    this.#fetcher = new Fetcher(this.#cluster, limits, limits.maxBytes)
  }

  /** Reads everything there is as of now; at once where that was done before. Rejects when `signal` aborts. */
  async load(signal: AbortSignal): Promise<void> {
    if (this.#following || this.#tables.size === 0) return
    await this.#cluster.connect()
    await this.#cluster.addMultipleTargetTopics([...this.#tables.keys()])
    const places = [...this.#tables].flatMap(([topic, { partitions }]) =>
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition })),
    )
    const starts = await listOffsets(this.#cluster, places, 'start')
    const ends = new Map((await listOffsets(this.#cluster, places, 'stable')).map(end => [nameOf(end), end.offset]))
    const behind = (position: Position) => position.offset < (ends.get(nameOf(position)) ?? 0)
    this.#fetcher.assign(starts)
    const left = new Set(starts.filter(behind).map(nameOf))
    while (left.size > 0) {
      signal.throwIfAborted()
      for (const chunk of await this.#fetcher.poll(500, limits.maxBytes, signal)) {
        await this.#takeChunk(chunk, signal)
        if (chunk.next >= (ends.get(nameOf(chunk)) ?? 0)) left.delete(nameOf(chunk))
      }
    }
    this.#following = true
  }

  /** Takes over what has changed since. */
  async follow(signal: AbortSignal): Promise<void> {
    if (!this.#following) return
    for (const chunk of await this.#fetcher.poll(0, limits.maxBytes, signal)) await this.#takeChunk(chunk, signal)
  }

  async close(): Promise<void> {
    this.#following = false
    this.#fetcher.assign([])
    await this.#cluster.disconnect()
  }

  async #takeChunk(chunk: Chunk, signal: AbortSignal): Promise<void> {
    const table = this.#tables.get(chunk.topic)
    await learnSchemas(this.#engine, chunk, signal)
    const cursor = chunk.cursor()
    while (table && cursor.next()) {
      try {
        this.#take(table, cursor)
      } catch (error) {
        const row = { topic: chunk.topic, offset: cursor.offset, reason: fullMessage(error) }
        this.#engine.log.error(row, 'a row that cannot be read')
      }
    }
    this.#fetcher.done(chunk)
  }
}
