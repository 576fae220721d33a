import { createCluster, partitionOf, Publisher, type RecordToWrite } from '../../../src/kafka/index.ts'
import { onCluster, type Engine } from '../../../src/stream/index.ts'
import type { Stream } from '../../../src/stream/define.ts'
import { Happening, happenings } from './counting.ts'

/** Writes records to a topic as a source would: by the key's partition, acks=all. */
export async function write(engine: Engine, topic: Stream, records: readonly RecordToWrite[]): Promise<void> {
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  const name = onCluster(engine, topic)
  await cluster.addMultipleTargetTopics([name])
  const publisher = new Publisher(cluster, 20_000, engine.log, () => undefined)
  const placed = records.map(record => ({
    topic: name,
    partition: record.key ? partitionOf(record.key, topic.partitions) : 0,
    record,
  }))
  for (let at = 0; at < placed.length; at += 500) await publisher.publish(placed.slice(at, at + 500))
  await publisher.drain()
  await cluster.disconnect()
}

export const happened = (engine: Engine, number: number, subject: string): RecordToWrite => ({
  key: Buffer.from(subject),
  value: engine.codec.encode(Happening, { eventId: `e-${number}`, subject, occurredAt: 1_000 + number, number }),
  headers: [],
  timestamp: Date.now(),
})

/** `count` events, from number `first` on, of 50 subjects. */
export const happen = (engine: Engine, first: number, count: number): Promise<void> =>
  write(
    engine,
    happenings,
    Array.from({ length: count }, (_, n) => happened(engine, first + n, `s-${(first + n) % 50}`)),
  )
