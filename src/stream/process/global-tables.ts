import {
  Fetcher,
  fullMessage,
  listOffsets,
  nameOf,
  type AvroCodec,
  type Chunk,
  type Position,
  type RecordCursor,
} from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { learnSchemas } from '../stage/reading.ts'
import { globalTablesOf, type ProcessTopology } from '../topology.ts'

/** Rows of global tables by table and key. */
export class GlobalRows {
  readonly #tables = new Map<Table, Map<string, unknown>>()

  row(table: Table, key: string): unknown {
    return this.#tables.get(table)?.get(key)
  }
  set(table: Table, key: string, value: unknown): void {
    let rows = this.#tables.get(table)
    if (!rows) this.#tables.set(table, (rows = new Map<string, unknown>()))
    if (value === undefined) rows.delete(key)
    else rows.set(key, value)
  }
  /** The row of the record's key becomes its value. Throws Undecodable. */
  take(table: Table, { key, value }: Pick<RecordCursor, 'key' | 'value'>, codec: AvroCodec): void {
    if (key) this.set(table, key.toString('utf8'), value === null ? undefined : codec.decode(value).value)
  }
}

type Cluster = ConstructorParameters<typeof Fetcher>[0]
const limits = { waitMs: 500, maxBytes: 4_194_304, maxBytesPerPartition: 1_048_576 }

/** Keeps the global tables of a stage as Kafka has them: read whole before the first event, then followed. No part of any transaction: they are as of now. */
export class GlobalTables {
  readonly rows = new GlobalRows()
  readonly #engine: Engine
  readonly #fetcher: Fetcher
  readonly #cluster: Cluster
  readonly #tables: ReadonlyMap<string, Table>
  #following = false

  constructor(engine: Engine, topology: ProcessTopology, cluster: Cluster) {
    this.#engine = engine
    this.#cluster = cluster
    this.#fetcher = new Fetcher(cluster, limits, limits.maxBytes)
    this.#tables = new Map(globalTablesOf(topology).map(({ topic }) => [onCluster(engine, topic), topic]))
  }

  /** Reads everything there is as of now; at once where that was done before. Rejects when `signal` aborts. */
  async load(signal: AbortSignal): Promise<void> {
    if (this.#following || this.#tables.size === 0) return
    const places = [...this.#tables].flatMap(([name, { partitions }]) =>
      Array.from({ length: partitions }, (_, partition) => ({ topic: name, partition })),
    )
    const starts = await listOffsets(this.#cluster, places, 'start')
    const ends = new Map((await listOffsets(this.#cluster, places, 'stable')).map(end => [nameOf(end), end.offset]))
    const behind = (position: Position) => position.offset < (ends.get(nameOf(position)) ?? 0)
    this.#fetcher.assign(starts)
    const left = new Set(starts.filter(behind).map(nameOf))
    while (left.size > 0) {
      signal.throwIfAborted()
      for (const chunk of await this.#fetcher.poll(500, limits.maxBytes, signal)) {
        await this.#take(chunk, signal)
        if (chunk.next >= (ends.get(nameOf(chunk)) ?? 0)) left.delete(nameOf(chunk))
      }
    }
    this.#following = true
  }

  /** Takes over what has changed since. */
  async follow(signal: AbortSignal): Promise<void> {
    if (!this.#following) return
    for (const chunk of await this.#fetcher.poll(0, limits.maxBytes, signal)) await this.#take(chunk, signal)
  }

  async #take(chunk: Chunk, signal: AbortSignal): Promise<void> {
    const { codec, log } = this.#engine
    const table = this.#tables.get(chunk.topic)
    await learnSchemas(this.#engine, chunk, signal)
    const cursor = chunk.cursor()
    while (table && cursor.next()) {
      try {
        this.rows.take(table, cursor, codec)
      } catch (error) {
        log.error(
          { topic: chunk.topic, offset: cursor.offset, reason: fullMessage(error) },
          'a row that cannot be read',
        )
      }
    }
    this.#fetcher.done(chunk)
  }
}
