import type { RecordSchema } from '../../../schemas/record.ts'

interface TopicSettings<S extends RecordSchema, N extends string> {
  readonly name: N
  /** What the record key is, in words. Keys are UTF-8 text; partitions are chosen by murmur2, as Java's clients do. */
  readonly key: string
  /** The records that may lie in it, any of these per record; empty where the bytes are not ours to read. */
  readonly records: readonly S[]
  readonly partitions: number
  /** Why it exists, why this many partitions, why kept this long: for the person who will want to change it. */
  readonly why: string
}

/** A log of facts: every record counts, none replaces another. Kept for a time. */
export interface Stream<S extends RecordSchema = RecordSchema, N extends string = string> extends TopicSettings<S, N> {
  readonly kind: 'stream'
  readonly retentionMs: number
}

/** The latest value per key: compacted, kept for ever, a null value deletes. */
export interface Table<S extends RecordSchema = RecordSchema, N extends string = string> extends TopicSettings<S, N> {
  readonly kind: 'table'
}

export type Topic = Stream | Table

export const stream = <const S extends RecordSchema, const N extends string>(
  settings: Omit<Stream<S, N>, 'kind'>,
): Stream<S, N> => ({
  kind: 'stream',
  ...settings,
})

export const table = <const S extends RecordSchema, const N extends string>(
  settings: Omit<Table<S, N>, 'kind'>,
): Table<S, N> => ({
  kind: 'table',
  ...settings,
})

/** Days in milliseconds, for retentions. */
export const days = (count: number): number => count * 86_400_000
