import { setTimeout as sleep } from 'node:timers/promises'
import { fullMessage, RegistryUnavailable, Undecodable, type AvroCodec, type Chunk } from '../kafka/index.ts'
import type { Engine } from './engine.ts'

/**
 * Asks the registry for every writer's schema that the chunk names and nobody has asked for. While the registry does not answer, the records wait;
 * rejects when `lost` aborts meanwhile.
 */
export async function learnSchemas(engine: Engine, chunk: Chunk, lost: AbortSignal): Promise<void> {
  const { codec, log } = engine
  const cursor = chunk.cursor()
  let said = false
  while (cursor.next()) {
    const id = codec.unknownId(cursor.value)
    if (id === undefined) continue
    while (!(await learned(codec, id, error => (said ||= warn(log, error)))))
      await sleep(500, undefined, { signal: lost })
  }
}

async function learned(codec: AvroCodec, id: number, complain: (error: RegistryUnavailable) => void): Promise<boolean> {
  try {
    await codec.learn(id)
    return true
  } catch (error) {
    if (!(error instanceof RegistryUnavailable)) throw error
    complain(error)
    return false
  }
}

function warn(log: Engine['log'], error: Error): true {
  log.warn({ err: error }, 'records wait for the schema registry')
  return true
}

/** Why a record could not be decoded, as a dead letter's reason; rethrows what is not about the record. */
export function undecodableReason(error: unknown): string {
  if (error instanceof Undecodable) return error.message
  throw new Error(fullMessage(error), { cause: error })
}
