import { setTimeout as sleep } from 'node:timers/promises'
import {
  fullMessage,
  RegistryUnavailable,
  Undecodable,
  type Chunk,
  type RecordCursor,
  type RecordToWrite,
} from '../../kafka/index.ts'
import type { Engine } from './engine.ts'

/** Asks the registry for every writer's schema that the chunk names and nobody has asked for. Rejects when `lost` aborts meanwhile. */
export async function learnSchemas(engine: Engine, chunk: Chunk, lost: AbortSignal): Promise<void> {
  const cursor = chunk.cursor()
  while (cursor.next()) {
    const id = engine.codec.unknownId(cursor.value)
    if (id !== undefined) await learnId(engine, id, lost)
  }
}

/** Asks the registry for a writer's schema. While the registry does not answer, the records wait; rejects when `lost` aborts meanwhile. */
export async function learnId({ codec, log }: Engine, id: number, lost: AbortSignal): Promise<void> {
  let said = false
  for (;;) {
    lost.throwIfAborted()
    try {
      await codec.learn(id)
      return
    } catch (error) {
      if (!(error instanceof RegistryUnavailable)) throw error
      if (!said) log.warn({ err: error }, 'records wait for the schema registry')
      said = true
      await sleep(500, undefined, { signal: lost })
    }
  }
}

/** Why a record could not be decoded, as a dead letter's reason; rethrows what is not about the record. */
export function undecodableReason(error: unknown): string {
  if (error instanceof Undecodable) return error.message
  throw new Error(fullMessage(error), { cause: error })
}

/** A record with bytes of its own: what was fetched is large and must not be kept for one record of it. */
export function copyOf({ key, value, headers, timestamp }: RecordCursor): RecordToWrite {
  const own = (bytes: Buffer | null) => bytes && Buffer.from(bytes)
  return {
    key: own(key),
    value: own(value),
    headers: headers.map(([name, text]) => [name, Buffer.isBuffer(text) ? Buffer.from(text) : text]),
    timestamp,
  }
}
