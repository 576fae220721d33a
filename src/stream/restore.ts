import { Fetcher, listOffsets, nameOf, type Chunk } from '../kafka/index.ts'
import type { Engine } from './engine.ts'
import { learnSchemas } from './reading.ts'
import type { TaskState } from './state.ts'

type Cluster = ConstructorParameters<typeof Fetcher>[0]

const limits = { waitMs: 100, maxBytes: 16_777_216, maxBytesPerPartition: 4_194_304 }

/**
 * Fills the state of tasks from their partitions of the changelog, up to the high watermark as of now, reading only what is committed:
 * committed rows may lie above a transaction that is still open, so it waits for that transaction to end rather than stopping below it.
 * Says how far it is every few seconds. Rejects when `signal` aborts.
 */
export async function restore(
  engine: Engine,
  cluster: Cluster,
  changelog: string,
  tasks: ReadonlyMap<number, TaskState>,
  signal: AbortSignal,
): Promise<number> {
  const places = [...tasks.keys()].map(partition => ({ topic: changelog, partition }))
  const starts = await listOffsets(cluster, places, 'start')
  const ends = new Map((await listOffsets(cluster, places, 'end')).map(end => [nameOf(end), end.offset]))
  const left = new Map(
    starts.filter(start => start.offset < (ends.get(nameOf(start)) ?? 0)).map(start => [nameOf(start), start.offset]),
  )
  const fetcher = new Fetcher(cluster, limits, limits.maxBytes * 2)
  fetcher.assign(starts.filter(start => left.has(nameOf(start))))
  let rows = 0
  let spoke = performance.now()
  while (left.size > 0) {
    signal.throwIfAborted()
    for (const chunk of await fetcher.poll(500, limits.maxBytes, signal)) {
      await learnSchemas(engine, chunk, signal)
      rows += load(chunk, tasks.get(chunk.partition))
      if (chunk.next >= (ends.get(nameOf(chunk)) ?? 0)) left.delete(nameOf(chunk))
      else left.set(nameOf(chunk), chunk.next)
    }
    if (performance.now() - spoke < 3_000) continue
    spoke = performance.now()
    const missing = [...left].map(([name, at]) => `${name} at ${at} of ${ends.get(name) ?? 0}`)
    engine.log.info({ changelog, rows, missing }, 'restoring state')
  }
  fetcher.assign([])
  return rows
}

function load(chunk: Chunk, state: TaskState | undefined): number {
  const cursor = chunk.cursor()
  let rows = 0
  while (cursor.next()) {
    const { key, value } = cursor
    if (!key) continue
    state?.load(key.toString('utf8'), value && Buffer.from(value))
    rows++
  }
  return rows
}
