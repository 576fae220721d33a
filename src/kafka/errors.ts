import errors from 'kafkajs/src/protocol/error.js'

/** A broker's refusal, by Kafka's own name for it (ILLEGAL_GENERATION, NOT_LEADER_FOR_PARTITION ...). */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  readonly type: string
  constructor(type: string, message: string) {
    super(`${type}: ${message}`)
    this.type = type
  }
}

/** Kafka's error codes that kafkajs 2.2.4 does not know by name. */
const newer = new Map([
  [82, 'FENCED_INSTANCE_ID'],
  [88, 'UNSTABLE_OFFSET_COMMIT'],
  [90, 'PRODUCER_FENCED'],
  [103, 'TRANSACTIONAL_ID_NOT_FOUND'],
  [120, 'TRANSACTION_ABORTABLE'],
])

/** The error of a code in a response, with what was asked in its message; undefined for 0. */
export function errorOf(code: number, asked: string): KafkaError | undefined {
  if (code === 0) return undefined
  const name = newer.get(code)
  if (name) return new KafkaError(name, asked)
  const known = errors.createErrorFromCode(code)
  return new KafkaError(known.type, `${asked}: ${known.message}`)
}

/** The type of a broker's refusal, ours or kafkajs's; for anything else the error's own name (KafkaJSConnectionError ...). */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN'
  if ('type' in error && typeof error.type === 'string') return error.type
  return error.name
}

/** The broker or the network is not there, or not there yet: the same call may succeed later, perhaps at another broker. */
const passing = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSError',
  'KafkaJSNonRetriableError',
  'KafkaJSAggregateError',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REQUEST_TIMED_OUT',
  'REPLICA_NOT_AVAILABLE',
  'BROKER_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'OFFSET_NOT_AVAILABLE',
  'LISTENER_NOT_FOUND',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'CONCURRENT_TRANSACTIONS',
  'TOKEN_UNAVAILABLE',
])
export const isPassing = (error: unknown): boolean => passing.has(errorType(error))

/** What was thrown, as an Error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/** An error's message with those of its causes, for a person. */
export function fullMessage(thrown: unknown): string {
  const error = asError(thrown)
  return error.cause === undefined ? error.message : `${error.message} (${fullMessage(error.cause)})`
}
