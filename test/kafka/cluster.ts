import { Kafka, logLevel } from 'kafkajs'
import { pino } from 'pino'
import { createCluster, type KafkaSettings } from '../../src/kafka/index.ts'
import { newPrefix, stack } from '../pipeline.ts'

/** How the tests of the port reach the test run's Kafka. */
export const kafkaSettings = (): KafkaSettings => ({
  brokers: [stack().brokers],
  clientId: 'test',
  log: pino({ level: 'silent' }),
})

/** The client as its makers ship it: what ours is compared with. */
export const stockClient = (): Kafka =>
  new Kafka({ brokers: [stack().brokers], clientId: 'stock', logLevel: logLevel.NOTHING })

/** Makes a topic of its own for a test; answers its name. */
export async function newTopic(partitions = 1, config: Record<string, string> = {}): Promise<string> {
  const topic = `${newPrefix()}topic`
  const admin = stockClient().admin()
  await admin.connect()
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions, configEntries }] })
  await admin.disconnect()
  return topic
}

/** A connected cluster that knows the topics. */
export async function connected(...topics: string[]): Promise<ReturnType<typeof createCluster>> {
  const cluster = createCluster(kafkaSettings())
  await cluster.connect()
  await cluster.addMultipleTargetTopics(topics)
  return cluster
}

/** A record whose key and value are text. */
export const record = (key: string | null, value: string | null) => ({
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: [],
  timestamp: Date.now(),
})
