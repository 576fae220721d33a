import { logLevel, Kafka, type ITopicConfig } from 'kafkajs'

/** Every topic of the chaos topology, named without prefix. */
export const topicNames = {
  tiers: 'tiers',
  happenings: 'happenings',
  results: 'results',
  fired: 'fired',
  byOther: 'by-other',
  others: 'others',
  changelog: 'process.changelog',
  eventIds: 'process.event-ids',
  decisions: 'decisions',
  deadLetters: 'dead.letters',
} as const

export const partitions = 6

/** Segments are short, so that the cleaner works on state while it is written and restored. */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.bytes': '1048576',
  'min.cleanable.dirty.ratio': '0.05',
}
/** The broker's clock stamps what was fired: a witness that is not the engine. */
const stampedByBroker = { 'message.timestamp.type': 'LogAppendTime' }

const configs: Partial<Record<string, Record<string, string>>> = {
  [topicNames.tiers]: { 'cleanup.policy': 'compact' },
  [topicNames.changelog]: compacted,
  [topicNames.fired]: stampedByBroker,
}

/** Stock kafkajs over the listener that no proxy stands before. */
export const directClient = (brokers: string): Kafka =>
  new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 20, maxRetryTime: 1_000 } })

/** Makes the topics with three copies, two of which must have a record before it counts as written. */
export async function createTopics(brokers: string, prefix: string): Promise<void> {
  const topics = Object.values(topicNames).map((name): ITopicConfig => {
    const config = { 'min.insync.replicas': '2', ...configs[name] }
    return {
      topic: prefix + name,
      numPartitions: partitions,
      replicationFactor: 3,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    }
  })
  const admin = directClient(brokers).admin()
  await admin.connect()
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
}
