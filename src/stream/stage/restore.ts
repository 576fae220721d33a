import { Fetcher, listOffsets, nameOf, type Chunk, type Position, type TopicPartition } from '../../kafka/index.ts'
import type { Engine } from './engine.ts'

type Cluster = ConstructorParameters<typeof Fetcher>[0]

const limits = { waitMs: 100, maxBytes: 16_777_216, maxBytesPerPartition: 4_194_304 }
const sayEveryMs = 3_000

export interface RestoreSettings {
  readonly engine: Engine
  readonly cluster: Cluster
  /** The partitions, whole. */
  readonly places: readonly TopicPartition[]
  /** Only what was written since then, ms since 1970; everything where undefined. */
  readonly since?: number
  /** Takes a chunk over; it may wait. */
  readonly take: (chunk: Chunk) => Promise<number> | number
  readonly signal: AbortSignal
}

/**
 * Reads partitions of a topic to the high watermark as of now, only what is committed: committed records may lie above a transaction that is still open, so it
 * waits for that transaction to end rather than stopping below it. Says how far it is every few seconds. Answers the number of records; rejects when `signal` aborts.
 */
export async function restore({ engine, cluster, places, since, take, signal }: RestoreSettings): Promise<number> {
  const ends = new Map((await listOffsets(cluster, places, 'end')).map(end => [nameOf(end), end.offset]))
  const starts = await startsOf(cluster, places, since)
  const left = new Map(
    starts.filter(start => start.offset < (ends.get(nameOf(start)) ?? 0)).map(start => [nameOf(start), start.offset]),
  )
  const all = behind(left, ends)
  const gauge = engine.metrics.restoring
  const fetcher = new Fetcher(cluster, limits, limits.maxBytes * 2)
  fetcher.assign(starts.filter(start => left.has(nameOf(start))))
  let records = 0
  let spoke = performance.now()
  while (left.size > 0) {
    signal.throwIfAborted()
    for (const chunk of await fetcher.poll(500, limits.maxBytes, signal)) {
      records += await take(chunk)
      fetcher.done(chunk)
      if (chunk.next >= (ends.get(nameOf(chunk)) ?? 0)) left.delete(nameOf(chunk))
      else left.set(nameOf(chunk), chunk.next)
    }
    gauge.set({ topic: places[0]?.topic ?? '' }, behind(left, ends))
    if (performance.now() - spoke < sayEveryMs) continue
    spoke = performance.now()
    const percent = Math.floor(100 * (1 - behind(left, ends) / Math.max(1, all)))
    engine.log.info({ topic: places[0]?.topic, records, percent, partitions: left.size }, 'restoring')
  }
  fetcher.assign([])
  return records
}

/** Takes the latest row of each key out of a chunk, in bytes of its own; nothing where there are no `rows` to take it to. Answers how many records the chunk has. */
export function takeLatest(rows: Map<string, Buffer> | undefined, chunk: Chunk, keys: 'utf8' | 'latin1'): number {
  const cursor = chunk.cursor()
  let read = 0
  for (; cursor.next(); read++) {
    const key = cursor.key?.toString(keys) ?? ''
    if (cursor.value === null) rows?.delete(key)
    else rows?.set(key, Buffer.from(cursor.value))
  }
  return read
}

const behind = (at: ReadonlyMap<string, number>, ends: ReadonlyMap<string, number>): number =>
  [...at].reduce((sum, [name, offset]) => sum + Math.max(0, (ends.get(name) ?? 0) - offset), 0)

/** Where to begin; a partition with nothing since then begins at its end. */
async function startsOf(cluster: Cluster, places: readonly TopicPartition[], since?: number): Promise<Position[]> {
  if (since === undefined) return listOffsets(cluster, places, 'start')
  const later = await listOffsets(cluster, places, since)
  return later.filter(position => position.offset >= 0)
}
