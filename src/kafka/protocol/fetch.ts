import type { Broker } from 'kafkajs/src/broker/index.js'
import { call } from '../call.ts'
import { byTopic, type Position, type TopicPartition } from '../position.ts'
import { Writer, type Reader } from '../wire.ts'

const api = { key: 1, version: 11, name: 'Fetch' }

/** A transaction that was aborted: its records from `firstOffset` up to its abort marker are not to be seen. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/** What a broker has of one partition: record batches as they lie in its log, not yet decoded. */
export interface FetchedPartition extends TopicPartition {
  readonly code: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly logStartOffset: number
  readonly aborted: readonly AbortedTransaction[]
  readonly records: Buffer
}

export interface FetchLimits {
  /** How long the broker may wait for a first byte. */
  readonly waitMs: number
  readonly maxBytes: number
  readonly maxBytesPerPartition: number
}

/** Reads on from the positions, committed records only (the aborted ones are in the bytes and named beside them). */
export function fetch(
  leader: Broker,
  positions: readonly Position[],
  limits: FetchLimits,
): Promise<FetchedPartition[]> {
  const writer = new Writer(1_024)
    .int32(-1)
    .int32(limits.waitMs)
    .int32(1)
    .int32(limits.maxBytes)
    .int8(1)
    .int32(0)
    .int32(-1)
  writer.array(byTopic(positions), ([topic, places]) => {
    writer.string(topic)
    writer.array(places, place =>
      writer.int32(place.partition).int32(-1).int64(place.offset).int64(-1).int32(limits.maxBytesPerPartition),
    )
  })
  writer.int32(0).string('')
  return call(leader, api, writer.bytes, decode, limits.waitMs + 5_000)
}

function decode(reader: Reader): FetchedPartition[] {
  reader.int32()
  reader.int16()
  reader.int32()
  const topics = reader.array(() => {
    const topic = reader.string()
    return reader.array(() => partitionOf(reader, topic))
  })
  return topics.flat()
}

function partitionOf(reader: Reader, topic: string): FetchedPartition {
  const partition = reader.int32()
  const code = reader.int16()
  const highWatermark = reader.int64()
  const lastStableOffset = reader.int64()
  const logStartOffset = reader.int64()
  const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }))
  reader.int32()
  const size = reader.int32()
  return {
    topic,
    partition,
    code,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    aborted,
    records: reader.raw(Math.max(0, size)),
  }
}
