import type { Receiver } from './receiver.ts'
import { bodyTooLarge, Refused, unavailable } from './problem.ts'
import { maxItemBytes } from './unpack.ts'

/**
 * What is thrown for a body that could not be taken apart; where its source keeps such bodies, only once it is among the dead letters. One that has no room there is refused with
 * 413 instead: senders that split come again with less, until it has.
 */
export const keepUnreadable =
  ({ endpoint, open, context, complaints }: Receiver, bytes: Buffer) =>
  async (error: unknown): Promise<never> => {
    if (open.keepsUnreadable !== true || !(error instanceof Refused) || error.problem.status !== 400) throw error
    if (bytes.length > maxItemBytes) throw new Refused(bodyTooLarge(maxItemBytes, bytes.length), { cause: error })
    const { word, detail } = error.problem
    const { source, topics } = endpoint
    const letter = { topic: topics[0], stage: `ingress.${source}`, key: null, bytes, reason: `${word}: ${detail}` }
    try {
      await context.refuse([letter])
    } catch (cause) {
      complaints.warn(`ingress ${source}: Kafka did not acknowledge; senders are told to come again`, cause)
      throw new Refused(unavailable, { cause })
    }
    throw error
  }
