import { randomUUID } from 'node:crypto'
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs'

const silenceMs = 30_000

/** Every committed record that lies in the topics now, as stock kafkajs reads it, in the order of each partition. */
export async function eachStored(
  brokers: string,
  topics: readonly string[],
  take: (message: KafkaMessage, topic: string) => void,
): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
  const ends = await endsOf(kafka, topics)
  const consumer = kafka.consumer({ groupId: `stored-${randomUUID()}`, maxWaitTimeInMs: 100 })
  let readAt = performance.now()
  await consumer.connect()
  await consumer.subscribe({ topics: [...topics], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) take(message, batch.topic)
      const place = `${batch.topic}/${batch.partition}`
      // The last offset may be that of a marker, which is no message.
      if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? 0)) ends.delete(place)
      readAt = performance.now()
      return Promise.resolve()
    },
  })
  while (ends.size > 0 && performance.now() - readAt < silenceMs) await new Promise(resolve => setTimeout(resolve, 50))
  await consumer.disconnect()
}

/** Where each partition that holds anything ends. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, number>> {
  const admin = kafka.admin()
  await admin.connect()
  const ends = new Map<string, number>()
  for (const topic of topics)
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high))
  await admin.disconnect()
  return ends
}

/** Every topic whose name begins so. */
export async function topicsOf(brokers: string, prefix: string): Promise<string[]> {
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = await admin.listTopics()
  await admin.disconnect()
  return topics.filter(topic => topic.startsWith(prefix))
}
