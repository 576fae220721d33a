import type { Headers, RecordCursor, RecordToWrite, TopicPartition } from '../../kafka/index.ts'
import type { Failure } from '../stage/dead-letter.ts'

/** Where a record came in before it was moved to the partition of its key, and what of it could not stay as it was. */
export interface Origin {
  /** On the cluster. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Ms since 1970. */
  readonly timestamp: number
  readonly headers: Headers
}

/** A record and where it came in: what a dead letter keeps. */
export type CameIn = Pick<Failure, 'record' | 'topic' | 'partition' | 'offset'>

/** Stand in this order behind the headers that the record came with. */
const names = ['signalbox_topic', 'signalbox_partition', 'signalbox_offset', 'signalbox_timestamp']

/**
 * The record as it is moved. Its time is now, because topics forget by the records' times: one that came with an old time could be gone before it is read.
 */
export function movedRecord({ record, topic, partition, offset }: CameIn, now: number): RecordToWrite {
  const { key, value, headers, timestamp } = record
  const place = [topic, partition, offset, timestamp].map((part, at) => [names[at] ?? '', String(part)] as const)
  return { key, value, headers: [...headers, ...place], timestamp: now }
}

/** Where a moved record came in; undefined for one that nobody moved. */
export function originOf(headers: Headers): Origin | undefined {
  const own = headers.length - names.length
  const place = headers.slice(Math.max(0, own))
  if (own < 0 || place.some(([name], at) => name !== names[at])) return undefined
  const [topic = '', partition, offset, timestamp] = place.map(([, value]) => String(value))
  return {
    topic,
    partition: Number(partition),
    offset: Number(offset),
    timestamp: Number(timestamp),
    headers: headers.slice(0, own),
  }
}

/** The record that is read, as it came in: a moved one as before it was moved. */
export function cameIn({ topic, partition }: TopicPartition, origin: Origin | undefined, cursor: RecordCursor): CameIn {
  const { key, value, headers, timestamp, offset } = cursor
  if (!origin) return { record: { key, value, headers, timestamp }, topic, partition, offset }
  const record = { key, value, headers: origin.headers, timestamp: origin.timestamp }
  return { record, topic: origin.topic, partition: origin.partition, offset: origin.offset }
}
