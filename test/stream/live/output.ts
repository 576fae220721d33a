import { Fetcher, createCluster, listOffsets, nameOf, type RecordToWrite } from '../../../src/kafka/index.ts'
import { onCluster, type Engine } from '../../../src/stream/index.ts'
import type { Topic } from '../../../src/stream/define.ts'

/** Everything that is committed in a topic as of now; records of a partition in their order. */
export async function committed(engine: Engine, topic: Topic): Promise<(RecordToWrite & { partition: number })[]> {
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  const name = onCluster(engine, topic)
  await cluster.addMultipleTargetTopics([name])
  const places = Array.from({ length: topic.partitions }, (_, partition) => ({ topic: name, partition }))
  const ends = new Map((await listOffsets(cluster, places, 'stable')).map(end => [nameOf(end), end.offset]))
  const starts = await listOffsets(cluster, places, 'start')
  const fetcher = new Fetcher(
    cluster,
    { waitMs: 100, maxBytes: 8_388_608, maxBytesPerPartition: 2_097_152 },
    16_777_216,
  )
  fetcher.assign(starts)
  const left = new Set(starts.filter(start => start.offset < (ends.get(nameOf(start)) ?? 0)).map(nameOf))
  const records: (RecordToWrite & { partition: number })[] = []
  while (left.size > 0)
    for (const chunk of await fetcher.poll(500, 8_388_608, new AbortController().signal)) {
      const cursor = chunk.cursor()
      while (cursor.next()) {
        const { key, value, headers, timestamp } = cursor
        records.push({ key, value, headers, timestamp, partition: chunk.partition })
      }
      fetcher.done(chunk)
      if (chunk.next >= (ends.get(nameOf(chunk)) ?? 0)) left.delete(nameOf(chunk))
    }
  fetcher.assign([])
  await cluster.disconnect()
  return records
}
