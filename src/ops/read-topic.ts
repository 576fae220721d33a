import { Fetcher, nameOf, type Headers, type Position } from '../kafka/index.ts'
import type { Table, Topic } from '../stream/define.ts'
import { bounds } from './bounds.ts'
import type { VerbContext } from './verb-context.ts'

const limits = { waitMs: 100, maxBytes: 8_388_608, maxBytesPerPartition: 1_048_576 }
const silenceMs = 30_000

/** A record as it lies in a topic. Its bytes share memory with what was fetched: copy what you keep. */
export interface LogRecord {
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Headers
}

/** Which part of a topic: everything that is committed where nothing is said. */
export interface Part {
  /** Only what was written since then, ms since 1970. */
  readonly since?: number | undefined
  /** Only from these offsets on, by partition. */
  readonly from?: ReadonlyMap<number, number>
  /** Only below these offsets, by partition. */
  readonly to?: ReadonlyMap<number, number>
}

/** The committed records of a topic as of now, in order within each partition. Rejects when Kafka is silent for half a minute. */
export async function* readTopic(context: VerbContext, topic: Topic, part: Part = {}): AsyncGenerator<LogRecord> {
  const { cluster } = context
  const { starts, left } = await boundsOf(context, topic, part)
  const fetcher = new Fetcher(cluster, limits, limits.maxBytes * 2)
  fetcher.assign(starts.filter(start => left.has(nameOf(start))))
  try {
    while (left.size > 0) {
      const chunks = await fetcher.poll(silenceMs, limits.maxBytes, new AbortController().signal)
      if (chunks.length === 0) throw new Error(`Kafka sends nothing of ${context.nameOf(topic)} for half a minute`)
      for (const chunk of chunks) {
        const { partition } = chunk
        const end = left.get(nameOf(chunk)) ?? 0
        const cursor = chunk.cursor()
        while (cursor.next()) {
          const { offset, timestamp, key, value, headers } = cursor
          if (offset < end && timestamp >= (part.since ?? 0))
            yield { partition, offset, timestamp, key, value, headers }
        }
        fetcher.done(chunk)
        if (chunk.next >= end) left.delete(nameOf(chunk))
      }
    }
  } finally {
    fetcher.assign([])
  }
}

/** The committed records of a topic from now on, or from `since` on, as they come, in order within each partition; until `signal` is aborted. */
export async function* followTopic(
  context: VerbContext,
  topic: Topic,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<LogRecord> {
  const { cluster, nameOf: onCluster } = context
  const name = onCluster(topic)
  const places = cluster
    .findTopicPartitionMetadata(name)
    .map(({ partitionId }) => ({ topic: name, partition: partitionId }))
  const ends = await bounds(cluster, places, 'stable')
  const starts = since === undefined ? ends : (await boundsOf(context, topic, { since })).starts
  const fetcher = new Fetcher(cluster, limits, limits.maxBytes * 2)
  // A partition that has nothing since then begins at its end.
  fetcher.assign(ends.map(end => starts.find(({ partition }) => partition === end.partition) ?? end))
  try {
    while (!signal.aborted)
      for (const chunk of await fetcher.poll(silenceMs, limits.maxBytes, signal)) {
        const { partition } = chunk
        const cursor = chunk.cursor()
        while (cursor.next()) {
          const { offset, timestamp, key, value, headers } = cursor
          if (timestamp >= (since ?? 0)) yield { partition, offset, timestamp, key, value, headers }
        }
        fetcher.done(chunk)
      }
  } finally {
    fetcher.assign([])
  }
}

/** Where reading starts in each partition, and where it ends in those that hold anything of the part. */
async function boundsOf(
  { cluster, nameOf: onCluster }: VerbContext,
  topic: Topic,
  { since, from, to }: Part,
): Promise<{ starts: Position[]; left: Map<string, number> }> {
  const name = onCluster(topic)
  const places = cluster
    .findTopicPartitionMetadata(name)
    .map(({ partitionId }) => ({ topic: name, partition: partitionId }))
    .filter(({ partition }) => !from || from.has(partition))
  const firsts = await bounds(cluster, places, 'start')
  const later = since === undefined ? firsts : await bounds(cluster, places, since)
  const ends = await bounds(cluster, places, 'stable')
  const starts = later.flatMap(position => {
    const first = firsts.find(({ partition }) => partition === position.partition)?.offset ?? 0
    const offset = Math.max(first, position.offset, from?.get(position.partition) ?? 0)
    return position.offset < 0 ? [] : [{ ...position, offset }]
  })
  const left = new Map<string, number>()
  for (const start of starts) {
    const stable = ends.find(({ partition }) => partition === start.partition)?.offset ?? 0
    const end = Math.min(stable, to?.get(start.partition) ?? Infinity)
    if (start.offset < end) left.set(nameOf(start), end)
  }
  return { starts, left }
}

/** The record at an offset; undefined where there is none, or none any more. */
export async function readRecord(
  context: VerbContext,
  topic: Topic,
  partition: number,
  offset: number,
): Promise<LogRecord | undefined> {
  const part = { from: new Map([[partition, offset]]), to: new Map([[partition, offset + 1]]) }
  for await (const record of readTopic(context, topic, part)) if (record.offset === offset) return record
  return undefined
}

/** The rows of a table by key, each as its last record, copied; those of several partitions must not share keys. */
export async function rowsOf(context: VerbContext, table: Table): Promise<Map<string, LogRecord>> {
  const rows = new Map<string, LogRecord>()
  for await (const record of readTopic(context, table)) {
    const key = record.key?.toString('utf8') ?? ''
    if (record.value === null) rows.delete(key)
    else rows.set(key, { ...record, key: null, value: Buffer.from(record.value), headers: [] })
  }
  return rows
}
