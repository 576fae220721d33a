import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs'
import { randomUUID } from 'node:crypto'

/** A record as a reader that is not ours sees it: the stock client and the registry's own library. */
export interface ReadRecord {
  readonly key: string | null
  readonly headers: Record<string, string>
  /** Decoded where it is in the registry's frame, else the bytes. */
  readonly value: unknown
  /** The full name of its schema, null where it has none. */
  readonly schema: string | null
  readonly bytes: Buffer | null
  readonly partition: number
  readonly offset: number
}

const kafkaOf = (brokers: string) => new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })

/** At least `count` committed records of a topic from its beginning; waits up to `waitMs` for them, and answers what there is then. */
export async function readTopic(
  stack: { brokers: string; registry: string },
  topic: string,
  count: number,
  waitMs = 10_000,
): Promise<ReadRecord[]> {
  const registry = new SchemaRegistry({ host: stack.registry })
  const consumer = kafkaOf(stack.brokers).consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100 })
  const raw: { message: KafkaMessage; partition: number }[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) raw.push({ message, partition: batch.partition })
      return Promise.resolve()
    },
  })
  const deadline = Date.now() + waitMs
  while (raw.length < count && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50))
  await consumer.disconnect()
  return Promise.all(raw.map(({ message, partition }) => decoded(registry, message, partition)))
}

export async function decoded(registry: SchemaRegistry, message: KafkaMessage, partition: number): Promise<ReadRecord> {
  const headers = Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  const bytes = message.value
  const record = {
    key: message.key?.toString('utf8') ?? null,
    headers,
    bytes,
    partition,
    offset: Number(message.offset),
  }
  if (!bytes || bytes.length < 5 || bytes[0] !== 0) return { ...record, value: bytes, schema: null }
  try {
    const schema: unknown = await registry.getSchema(bytes.readInt32BE(1))
    const value: unknown = await registry.decode(bytes)
    return { ...record, value, schema: nameOf(schema) }
  } catch {
    return { ...record, value: bytes, schema: null }
  }
}

const nameOf = (schema: unknown): string | null =>
  typeof schema === 'object' && schema !== null && 'name' in schema && typeof schema.name === 'string'
    ? schema.name
    : null
