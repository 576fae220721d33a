import { z } from 'zod'
import type { Chunk } from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { learnId, learnSchemas } from '../stage/reading.ts'
import { restore, takeLatest, type RestoreSettings } from '../stage/restore.ts'

const LedgerCommand = z.object({
  offset: z.number(),
  timestamp: z.number(),
  key: z.instanceof(Buffer).nullable(),
  value: z.instanceof(Buffer).nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.instanceof(Buffer).nullable() })),
  attempts: z.number(),
  firstFailedAt: z.number().nullable(),
  lastFailedAt: z.number().nullable(),
  failingMs: z.number(),
  dueAt: z.number(),
  reason: z.string().nullable(),
  canBeTold: z.boolean(),
})
export const LedgerRow = z.object({
  phase: z.enum(['parked', 'called', 'inDoubt']),
  calledAt: z.number().nullable(),
  endpoint: z.string().nullable(),
  way: z.string().nullable(),
  commands: z.array(LedgerCommand),
})
export type LedgerRow = z.output<typeof LedgerRow>

/** The rows of a ledger by partition and key, as they are now. */
export type LedgerRows = ReadonlyMap<number, ReadonlyMap<string, LedgerRow>>

/** Reads the ledger of these partitions whole. Rejects when `signal` aborts. */
export async function restoreLedger(
  engine: Engine,
  ledger: Table,
  cluster: RestoreSettings['cluster'],
  partitions: readonly number[],
  signal: AbortSignal,
): Promise<LedgerRows> {
  const frames = new Map(partitions.map(partition => [partition, new Map<string, Buffer>()]))
  if (partitions.length > 0) {
    const take = async (chunk: Chunk): Promise<number> => {
      await learnSchemas(engine, chunk, signal)
      return takeLatest(frames.get(chunk.partition), chunk, 'latin1')
    }
    const places = partitions.map(partition => ({ topic: onCluster(engine, ledger), partition }))
    await restore({ engine, cluster, places, take, signal })
  }
  // Only the latest of a key is decoded: most rows that are read were deleted long ago.
  const rows = new Map<number, Map<string, LedgerRow>>()
  for (const [partition, byKey] of frames) {
    const own = new Map<string, LedgerRow>()
    for (const [key, frame] of byKey) own.set(key, LedgerRow.parse(engine.codec.decode(frame).value))
    rows.set(partition, own)
    for (const { commands } of own.values())
      for (const { value } of commands) {
        const id = engine.codec.unknownId(value)
        if (id !== undefined) await learnId(engine, id, signal)
      }
  }
  return rows
}
