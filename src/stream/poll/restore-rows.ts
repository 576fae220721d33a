import type { Chunk } from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { learnSchemas } from '../stage/reading.ts'
import { restore, takeLatest, type RestoreSettings } from '../stage/restore.ts'
import type { Frames } from './poll-rows.ts'

/** Reads a poller's state whole: the latest row of each key. Rejects when `signal` aborts. */
export async function restoreRows(
  engine: Engine,
  state: Table,
  cluster: RestoreSettings['cluster'],
  signal: AbortSignal,
): Promise<Frames> {
  const rows = new Map<string, Buffer>()
  const take = async (chunk: Chunk): Promise<number> => {
    await learnSchemas(engine, chunk, signal)
    return takeLatest(rows, chunk, 'utf8')
  }
  await restore({
    ...{ engine, cluster, take, signal },
    places: [{ topic: onCluster(engine, state), partition: 0 }],
  })
  return rows
}
