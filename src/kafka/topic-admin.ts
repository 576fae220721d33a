import kafkajs, { type Admin } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import { logCreator, retry, type KafkaSettings } from './client.ts'
import { errorType, KafkaError } from './errors.ts'
import { clientSecurity } from './security.ts'

const { Kafka, logLevel, ConfigResourceTypes } = kafkajs

/** A topic as it should be, or as it is; the config holds only what we have an opinion on. */
export interface TopicState {
  readonly name: string
  readonly partitions: number
  readonly replication: number
  readonly config: Readonly<Record<string, string>>
}

/** What a cluster's topics are, and the making of those that are missing. */
export class TopicAdmin {
  readonly #admin: Admin

  constructor(settings: KafkaSettings) {
    const kafka = new Kafka({
      brokers: [...settings.brokers],
      clientId: settings.clientId,
      ...clientSecurity(settings),
      logLevel: logLevel.INFO,
      logCreator: logCreator(settings.log),
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      retry,
    })
    this.#admin = kafka.admin()
  }

  /** Also asks for the cluster, because a broker that wants a user takes the connection all the same, and only closes it at the first request. */
  async connect(): Promise<void> {
    await this.#admin.connect()
    await this.#admin.describeCluster()
  }
  close(): Promise<void> {
    return this.#admin.disconnect()
  }

  /** Those of the topics that exist, with the config entries of `keys`. */
  async describe(names: readonly string[], keys: readonly string[]): Promise<TopicState[]> {
    const existing = new Set(await this.#admin.listTopics())
    const found = names.filter(name => existing.has(name))
    if (found.length === 0) return []
    const { topics } = await this.#admin.fetchTopicMetadata({ topics: found })
    const { resources } = await this.#admin.describeConfigs({
      includeSynonyms: false,
      resources: found.map(name => ({ type: ConfigResourceTypes.TOPIC, name, configNames: [...keys] })),
    })
    return topics.map(({ name, partitions }) => {
      const entries = resources.find(resource => resource.resourceName === name)?.configEntries ?? []
      const config = Object.fromEntries(entries.map(entry => [entry.configName, entry.configValue]))
      return { name, partitions: partitions.length, replication: partitions[0]?.replicas.length ?? 0, config }
    })
  }

  /** Makes topics; resolves when every one has a leader. One that exists already is left as it is. */
  async create(topics: readonly TopicState[]): Promise<void> {
    if (topics.length === 0) return
    const wanted = topics.map(({ name, partitions, replication, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    }))
    await this.#admin.createTopics({ topics: wanted, waitForLeaders: false, timeout: 10_000 })
    await this.#leaders(topics.map(({ name }) => name))
  }

  async #leaders(names: readonly string[]): Promise<void> {
    for (let attempt = 1; attempt <= 200; attempt++) {
      if (await this.#led(names)) return
      await sleep(50)
    }
    throw new KafkaError(
      'LEADER_NOT_AVAILABLE',
      `topics were made but have no leader after ten seconds: ${names.join(', ')}`,
    )
  }

  async #led(names: readonly string[]): Promise<boolean> {
    try {
      const { topics } = await this.#admin.fetchTopicMetadata({ topics: [...names] })
      return (
        topics.length === names.length && topics.every(topic => topic.partitions.every(({ leader }) => leader >= 0))
      )
    } catch (error) {
      if (/^(UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE)$/.test(errorType(error))) return false
      throw error
    }
  }
}
