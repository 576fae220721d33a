import type { Broker } from 'kafkajs/src/broker/index.js'
import { call } from '../call.ts'
import { errorOf } from '../errors.ts'
import type { Position, TopicPartition } from '../position.ts'
import { byTopic } from '../position.ts'
import { Writer, type Reader } from '../wire.ts'

const api = { key: 9, version: 7, name: 'OffsetFetch' }

/**
 * The committed positions of a group, stable ones only (KIP-447; kafkajs stops at v4, which may answer a position that an open transaction is about to move).
 * A partition without a committed position has offset -1. Rejects with UNSTABLE_OFFSET_COMMIT while a transaction holds one of them in doubt: ask again.
 */
export async function offsetFetch(
  coordinator: Broker,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  const writer = new Writer().tags().compactString(group)
  writer.compactArray(byTopic(partitions), ([topic, places]) => {
    writer.compactString(topic)
    writer.compactArray(places, place => writer.int32(place.partition))
    writer.tags()
  })
  writer.int8(1).tags()
  const { topics, code } = await call(coordinator, api, writer.bytes, decode)
  const failed = [code, ...topics.map(topic => topic.code)].find(candidate => candidate !== 0) ?? 0
  const error = errorOf(failed, `reading positions of group ${group}`)
  if (error) throw error
  return topics.map(({ topic, partition, offset, metadata }) => ({ topic, partition, offset, metadata }))
}

function decode(reader: Reader) {
  reader.tags()
  reader.int32()
  const topics = reader.compactArray(() => {
    const topic = reader.compactString() ?? ''
    const partitions = reader.compactArray(() => {
      const place = { topic, partition: reader.int32(), offset: reader.int64() }
      reader.int32()
      const metadata = reader.compactString() ?? ''
      const code = reader.int16()
      reader.tags()
      return { ...place, metadata, code }
    })
    reader.tags()
    return partitions
  })
  return { topics: topics.flat(), code: reader.int16() }
}
