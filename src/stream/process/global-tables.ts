import type { AvroCodec, RecordCursor } from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import type { Engine } from '../stage/engine.ts'
import { TableFollower } from '../stage/table-follower.ts'
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

/** Keeps the global tables of a stage as Kafka has them: read whole before the first event, then followed. */
export class GlobalTables {
  readonly rows = new GlobalRows()
  readonly #follower: TableFollower

  constructor(engine: Engine, topology: ProcessTopology) {
    const tables = globalTablesOf(topology).map(({ topic }) => topic)
    this.#follower = new TableFollower(engine, tables, (table, cursor) => this.rows.take(table, cursor, engine.codec))
  }

  /** Reads everything there is as of now; at once where that was done before. Rejects when `signal` aborts. */
  load(signal: AbortSignal): Promise<void> {
    return this.#follower.load(signal)
  }

  /** Takes over what has changed since. */
  follow(signal: AbortSignal): Promise<void> {
    return this.#follower.follow(signal)
  }

  close(): Promise<void> {
    return this.#follower.close()
  }
}
