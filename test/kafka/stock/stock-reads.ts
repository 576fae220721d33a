import { randomUUID } from 'node:crypto'
import type { Kafka } from 'kafkajs'
import { until } from '../../until.ts'

/** The values that the stock consumer, committed records only, shows of a topic's first partition from its beginning up to the value `last`. */
export async function stockReads(kafka: Kafka, topic: string, last: string): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 })
  const seen: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => Promise.resolve(void seen.push(String(message.value))),
  })
  await until(
    () => Promise.resolve(seen),
    values => values.includes(last),
  )
  await consumer.disconnect()
  return seen
}
