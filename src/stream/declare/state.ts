import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import type { Table } from './topic.ts'

/**
 * State of the processor that keeps it: one value per key, in the stage's changelog topic, restored when a task is taken over.
 * Other processors of the stage may look it up.
 */
export interface Store<S extends RecordSchema = RecordSchema, N extends string = string> {
  readonly kind: 'store'
  readonly name: N
  readonly schema: S
  /** State is bounded: how long after its last change a row goes away, in milliseconds, or in words why rows need not. */
  readonly expiry: { readonly afterMs: number } | string
}

export const store = <const S extends RecordSchema, const N extends string>(
  settings: Omit<Store<S, N>, 'kind'>,
): Store<S, N> => ({
  kind: 'store',
  ...settings,
})

/**
 * A compacted topic as a lookup: the row of the event's own key. Co-partitioned with the stage's inputs and kept in its state.
 * With a history the row is the one that was true at the event's time, so that a replay joins what was true then: a version's time is its `occurredAt`,
 * or the record's timestamp where its schema has none.
 */
export interface TableLookup<S extends RecordSchema = RecordSchema> {
  readonly kind: 'table'
  readonly topic: Table<S>
  readonly schema: S
  /** How far back, from a row's newest version, older ones are kept; the latest alone where undefined. */
  readonly historyMs: number | undefined
}

export const tableOf = <const S extends RecordSchema>(
  topic: Table<S>,
  schema: S,
  options: { readonly historyMs?: number } = {},
): TableLookup<S> => ({ kind: 'table', topic, schema, historyMs: options.historyMs })

/** A small compacted topic that every process reads whole, whatever its partitions: rows by any key, as of now. For directories and texts. */
export interface GlobalTable<S extends RecordSchema = RecordSchema> {
  readonly kind: 'global'
  readonly topic: Table<S>
  readonly schema: S
}

export const globalTableOf = <const S extends RecordSchema>(topic: Table<S>, schema: S): GlobalTable<S> => ({
  kind: 'global',
  topic,
  schema,
})

export type Lookup = Store | TableLookup | GlobalTable
export type Lookups = Readonly<Record<string, Lookup>>

/** What a processor may read: of a store or table the row of the event's own key, of a global table the row of any. Rows are shared: never change one. */
export type Rows<L extends Lookups> = {
  readonly [N in keyof L]: L[N] extends GlobalTable<infer S>
    ? (key: string) => RecordOf<S> | undefined
    : RecordOf<L[N]['schema']> | undefined
}
