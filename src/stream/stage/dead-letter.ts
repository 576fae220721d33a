import type { RecordToWrite } from '../../kafka/index.ts'
import type { Refusal } from '../define.ts'
import { bytesOf, largestRecordBytes } from './record-size.ts'

/** A record that could not be processed or delivered, and why. */
export interface Failure {
  readonly record: RecordToWrite
  readonly topic: string
  readonly partition: number
  /** -1 where the record never lay in a topic. */
  readonly offset: number
  /** The stage that gave up, such as process or deliver.braze. */
  readonly stage: string
  /** The processor or destination that failed, where it was one. */
  readonly by?: string
  /** A short machine word, a colon, and what is wrong. */
  readonly reason: string
  readonly attempts?: number
}

/** Header values are bounded, so that a long reason cannot make the letter too large to be written. */
const longest = 2_000

/**
 * The dead letter: original bytes, key and headers; where it lay, when, and why it is here stand in headers that begin with signalbox_. Of a record that no
 * topic would take again (as large as its own takes, or larger once it is unpacked) only these are kept, and `signalbox_cut` says so.
 */
export function deadLetter(failure: Failure, now: number): RecordToWrite {
  const { topic, partition, offset, stage, by, reason, attempts } = failure
  const bytes = bytesOf(failure.record)
  const record = bytes > largestRecordBytes ? withoutContent(failure.record, bytes) : failure.record
  return {
    key: record.key,
    value: record.value,
    timestamp: now,
    headers: [
      ...record.headers,
      ['signalbox_stage', stage],
      ...(by === undefined ? [] : [['signalbox_by', by] as const]),
      ['signalbox_reason', reason.slice(0, longest)],
      ['signalbox_topic', topic],
      ['signalbox_partition', String(partition)],
      ['signalbox_offset', String(offset)],
      ['signalbox_timestamp', String(record.timestamp)],
      ...(attempts === undefined ? [] : [['signalbox_attempts', String(attempts)] as const]),
    ],
  }
}

/** The same of what never lay in a topic: `topic` on the cluster and `partition` are those that it was meant for. */
export function refusedLetter({ stage, key, bytes, reason }: Refusal, topic: string, partition: number, now: number) {
  const record = { key: key === null ? null : Buffer.from(key), value: bytes, headers: [], timestamp: now }
  return deadLetter({ record, topic, partition, offset: -1, stage, reason }, now)
}

/** So large a key is part of what is too large. */
const longestKey = 1_000

const withoutContent = ({ key, timestamp }: RecordToWrite, bytes: number): RecordToWrite => ({
  key: key && key.length <= longestKey ? key : null,
  value: null,
  headers: [['signalbox_cut', `${bytes} bytes are too many to be kept here: see where the record lay`]],
  timestamp,
})

/** The machine word of a reason: what metrics are labelled with. */
export const wordOf = (reason: string): string => /^[a-z0-9_]+/.exec(reason)?.[0] ?? 'other'
