import { setTimeout as sleep } from 'node:timers/promises'
import { isPassing, listOffsets } from '../kafka/index.ts'

const patienceMs = 10_000

/** One bound of each partition's log, asked again for ten seconds where its leader is just moving. */
export async function bounds(...asked: Parameters<typeof listOffsets>): ReturnType<typeof listOffsets> {
  for (const deadline = performance.now() + patienceMs; ;) {
    try {
      return await listOffsets(...asked)
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error
      await sleep(100)
    }
  }
}
