import { setTimeout as sleep } from 'node:timers/promises'
import { Fetcher, isPassing, listOffsets, type Position, type TopicPartition } from '../../src/kafka/index.ts'
import type { connected } from './cluster.ts'

/** A record as our fetcher shows it, its bytes as text. */
export interface Seen {
  readonly key: string | null
  readonly value: string | null
  readonly headers: Record<string, string>
  readonly offset: number
}

type Cluster = Awaited<ReturnType<typeof connected>>

/** The end of the log once no transaction is in doubt: a commit resolves before its markers are written. A new leader says for a moment that it is not one. */
async function settledEnd(cluster: Cluster, place: TopicPartition): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [[stable], [end]] = [
        await listOffsets(cluster, [place], 'stable'),
        await listOffsets(cluster, [place], 'end'),
      ]
      if (stable && stable.offset === end?.offset) return stable.offset
      if (attempt > 100) throw new Error(`a transaction on ${place.topic}-${place.partition} is still open`)
    } catch (error) {
      if (!isPassing(error) || attempt > 100) throw error
      await cluster.refreshMetadata()
    }
    await sleep(50)
  }
}

/** Everything our fetcher sees of a partition from an offset on, up to the end that no transaction leaves in doubt, or to `end`; rejects when it stands still on the way. */
export async function readAll(
  cluster: Cluster,
  from: Position,
  { end, maxBytes = 1_048_576 }: { end?: number; maxBytes?: number } = {},
): Promise<Seen[]> {
  const last = end ?? (await settledEnd(cluster, from))
  const fetcher = new Fetcher(cluster, { waitMs: 100, maxBytes, maxBytesPerPartition: maxBytes }, 10_000_000)
  fetcher.assign([from])
  try {
    return await seenUntil(fetcher, from.offset, last)
  } finally {
    fetcher.assign([])
  }
}

async function seenUntil(fetcher: Fetcher, from: number, end: number): Promise<Seen[]> {
  const seen: Seen[] = []
  for (let at = from; at < end;) {
    const chunks = await fetcher.poll(5_000, 10_000_000, new AbortController().signal)
    if (chunks.length === 0) throw new Error(`nothing came at ${at} of ${end}`)
    for (const chunk of chunks) {
      const cursor = chunk.cursor()
      while (cursor.next()) {
        const headers = Object.fromEntries(cursor.headers.map(([name, bytes]) => [name, String(bytes)]))
        const [key, value] = [cursor.key?.toString() ?? null, cursor.value?.toString() ?? null]
        seen.push({ key, value, headers, offset: cursor.offset })
      }
      at = chunk.next
    }
  }
  return seen
}
