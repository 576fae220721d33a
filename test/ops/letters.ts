/** Dead letters as the stages write them. */
import type { RecordToWrite } from '../../src/kafka/index.ts'
import { deadLetter } from '../../src/stream/stage/dead-letter.ts'
import type { VerbContext } from '../../src/ops/verb-context.ts'
import { command, put, topology } from './operated.ts'

export interface LetterOf {
  readonly record: RecordToWrite
  readonly stage: string
  readonly reason: string
  readonly topic?: string
  readonly by?: string
  readonly attempts?: number
  readonly offset?: number
  /** When it is written, ms ago. */
  readonly ago?: number
}

/** Puts letters into a partition of the dead letters, in this order. */
export const putLetters = (context: VerbContext, partition: number, letters: readonly LetterOf[]) =>
  put(
    context,
    topology.deadLetters,
    partition,
    letters.map(({ ago = 0, topic = 'braze.commands', offset = 991, ...letter }) =>
      deadLetter({ topic, partition, offset, ...letter }, Date.now() - ago),
    ),
  )

/** One that Braze did not take. */
export const rejected = (context: VerbContext, event: string, subject: string, word = 'unknown_event'): LetterOf => ({
  record: command(context, event, subject),
  stage: 'deliver.braze',
  by: 'braze',
  reason: `rejected: ${word}: Braze says no`,
  attempts: 3,
})
