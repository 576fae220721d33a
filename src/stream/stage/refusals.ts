import { errorType, fullMessage, isPassing } from '../../kafka/index.ts'

/** What Kafka refuses a stage, and what an operator is told of it. */
const sameInstance =
  '. Another process has joined under the same name: SIGNALBOX_INSTANCE must differ between the processes of a pipeline'
const fenced = /^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED)$/
export const fencedAdvice =
  'fenced while still a member of the group: a transaction took longer than SIGNALBOX_TRANSACTION_TIMEOUT_MS, or another process has the same SIGNALBOX_INSTANCE'

/** Refusals that a new producer or a new join answers. */
const recoverable =
  /^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|INVALID_TXN_STATE|INVALID_PRODUCER_ID_MAPPING|OUT_OF_ORDER_SEQUENCE_NUMBER|UNKNOWN_PRODUCER_ID|TRANSACTION_COORDINATOR_FENCED|TRANSACTION_ABORTABLE|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID|REBALANCE_IN_PROGRESS|UNKNOWN|AbortError)$/

/** Whether waiting, a new producer or a new join answers it. */
export const canPass = (error: unknown): boolean => isPassing(error) || recoverable.test(errorType(error))

export const isFenced = (error: unknown): boolean => fenced.test(errorType(error))

/** What a stage ends with. */
export function cannotGoOn(stage: string, error: unknown): Error {
  const advice = errorType(error) === 'FENCED_INSTANCE_ID' ? sameInstance : ''
  return new Error(`stage ${stage} cannot go on: ${fullMessage(error)}${advice}`, { cause: error })
}
