import { Kafka, logLevel } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import {
  createCluster,
  isPassing,
  listOffsets,
  RecordBatches,
  TopicAdmin,
  type Generation,
  type KafkaSettings,
  type Membership,
  type Output,
  type RecordToWrite,
} from '../../src/kafka/index.ts'
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
  const name = `${newPrefix()}topic`
  const admin = new TopicAdmin(kafkaSettings())
  await admin.connect()
  await admin.create([{ name, partitions, replication: 1, config }])
  await admin.close()
  await writable(kafkaSettings(), name, partitions)
  return name
}

/** A new partition has a leader in the metadata some milliseconds before that broker acts as one. */
export async function writable(settings: KafkaSettings, topic: string, partitions: number): Promise<void> {
  const cluster = createCluster(settings)
  await cluster.connect()
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
  for (let attempt = 1; ; attempt++) {
    try {
      await cluster.addMultipleTargetTopics([topic])
      await listOffsets(cluster, places, 'end')
      await cluster.disconnect()
      return
    } catch (error) {
      if (!isPassing(error) || attempt > 100) throw error
      await sleep(20)
      await cluster.refreshMetadata().catch(() => undefined)
    }
  }
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

/** Records for one partition. */
export interface RecordsFor {
  readonly topic: string
  readonly partition: number
  readonly records: readonly RecordToWrite[]
}

/** An output of a transaction, from records. */
export function outputOf(topic: string, partition: number, records: readonly RecordToWrite[]): Output {
  const output = new RecordBatches(topic, partition)
  for (const one of records) output.append(one)
  return output
}

/** Joins, asking again while the coordinator of a new cluster is still being found. */
export async function joined(membership: Membership, stop: AbortSignal): Promise<Generation> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await membership.join(stop)
    } catch (error) {
      if (!isPassing(error) || attempt > 50) throw error
      await sleep(100)
    }
  }
}
