import type { Broker } from 'kafkajs/src/broker/index.js'
import { call } from '../call.ts'
import { byTopic, type TopicPartition } from '../position.ts'
import { Writer } from '../wire.ts'

const api = { key: 0, version: 7, name: 'Produce' }

/** A finished record batch for one partition. */
export interface PartitionBatch extends TopicPartition {
  readonly bytes: Buffer
}

/** The broker's answer for one partition: 0 where the batch was stored. */
export interface Produced extends TopicPartition {
  readonly code: number
  readonly baseOffset: number
}

/** Stores batches at the leader of their partitions, acks=all; one answer per partition. `transactionalId` is null outside transactions. */
export function produce(
  leader: Broker,
  transactionalId: string | null,
  batches: readonly PartitionBatch[],
  timeoutMs: number,
): Promise<Produced[]> {
  const size = batches.reduce((sum, batch) => sum + batch.bytes.length + 64, 256)
  const writer = new Writer(size).nullableString(transactionalId).int16(-1).int32(timeoutMs)
  writer.array(byTopic(batches), ([topic, places]) => {
    writer.string(topic)
    writer.array(places, place => writer.int32(place.partition).int32(place.bytes.length).raw(place.bytes))
  })
  return call(
    leader,
    api,
    writer.bytes,
    reader => {
      const topics = reader.array(() => {
        const topic = reader.string()
        return reader.array(() => {
          const produced = { topic, partition: reader.int32(), code: reader.int16(), baseOffset: reader.int64() }
          reader.int64()
          reader.int64()
          return produced
        })
      })
      return topics.flat()
    },
    timeoutMs + 1_000,
  )
}
