import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { Kafka, logLevel, type Consumer } from 'kafkajs'
import { randomUUID } from 'node:crypto'
import { decoded, type ReadRecord } from '../reader.ts'
import type { Follow } from './watching.ts'

/** Reads topics while they grow, by the stock client; a topic is followed from when it is first asked for. */
export class Following {
  readonly #kafka: Kafka
  readonly #registry: SchemaRegistry
  readonly #prefix: string
  readonly #records = new Map<string, ReadRecord[]>()
  readonly #consumers: Promise<Consumer>[] = []

  constructor({ brokers, registry }: { brokers: string; registry: string }, prefix: string) {
    this.#kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })
    this.#registry = new SchemaRegistry({ host: registry })
    this.#prefix = prefix
  }

  readonly follow: Follow = topic => {
    const known = this.#records.get(topic)
    if (known) return known
    const records: ReadRecord[] = []
    this.#records.set(topic, records)
    this.#consumers.push(this.#consume(topic, records))
    return records
  }

  async #consume(topic: string, records: ReadRecord[]): Promise<Consumer> {
    const consumer = this.#kafka.consumer({ groupId: `following-${randomUUID()}`, maxWaitTimeInMs: 50 })
    await consumer.connect()
    await consumer.subscribe({ topic: `${this.#prefix}${topic}`, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message, partition }) => {
        records.push(await decoded(this.#registry, message, partition))
      },
    })
    return consumer
  }

  async stop(): Promise<void> {
    await Promise.all(this.#consumers.map(async consumer => (await consumer).disconnect()))
  }
}
