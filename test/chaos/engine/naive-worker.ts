/**
 * The same topology at least once, on stock kafkajs: process a batch, produce, commit the positions. Right as long as nothing happens to it.
 * Its only use is to show that the harness goes red: npm run chaos -- engine --worker test/chaos/engine/naive-worker.ts --only process
 */
import { Command } from 'commander'
import type { Batch, Consumer, Kafka, Message, Producer } from 'kafkajs'
import { CompressionTypes } from 'kafkajs'
import { z } from 'zod'
import { stores } from './check.ts'
import { Count, decode, encode, Fired, Happening, Other, Passed, Result, Tier } from './records.ts'
import { directClient, topicNames } from './topics.ts'

const Options = z.object({ brokers: z.string(), prefix: z.string(), instance: z.string() })
const command = new Command().option('--brokers <list>').option('--prefix <prefix>').option('--instance <name>')
const { brokers, prefix } = Options.parse(command.parse().opts())
const group = `${prefix}signalbox.process`

interface Sending {
  readonly topic: string
  readonly message: Message
}

class NaiveWork {
  readonly tiers: Tier[] = []
  readonly counts = new Map<string, number>()
  readonly #seen = new Set<string>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #producer: Producer

  constructor(producer: Producer) {
    this.#producer = producer
  }

  async batch({ topic, messages }: Batch): Promise<void> {
    const passed = topic === prefix + topicNames.byOther
    const out = messages.flatMap(({ value }) => {
      if (!value) return []
      return passed ? this.#passed(decode(Passed, value)) : this.#happening(decode(Happening, value))
    })
    await this.#send(out)
  }

  #happening(event: Happening): Sending[] {
    if (this.#seen.has(event.eventId)) return []
    this.#seen.add(event.eventId)
    const { eventId, subject, occurredAt, number, other, kind } = event
    if (kind === 'count') {
      const [count, row] = this.#counted(stores.counts + subject)
      const tier = this.tiers.findLast(each => each.subject === subject && each.occurredAt <= occurredAt)?.tier ?? -1
      const result = encode(Result, { eventId, subject, occurredAt, number, count, tier })
      return [sending(topicNames.results, subject, result), row]
    }
    if (kind === 'pass')
      return [sending(topicNames.byOther, other, encode(Passed, { eventId, subject: other, occurredAt }))]
    if (kind === 'remind')
      this.#timers.set(
        subject,
        setTimeout(() => this.#fire(event), occurredAt + 2 - Date.now()),
      )
    if (kind === 'cancel') clearTimeout(this.#timers.get(subject))
    return []
  }

  #passed({ eventId, subject }: Passed): Sending[] {
    const [count, row] = this.#counted(stores.byOther + subject)
    return [sending(topicNames.others, subject, encode(Other, { eventId, subject, count })), row]
  }

  #counted(key: string): [number, Sending] {
    const count = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, count)
    return [count, sending(topicNames.changelog, key, encode(Count, { count }))]
  }

  #fire({ eventId, subject, occurredAt: due }: Happening): void {
    const fired = encode(Fired, { eventId, subject, due, firedAt: Date.now() })
    this.#send([sending(topicNames.fired, subject, fired)]).catch(console.error)
  }

  async #send(out: readonly Sending[]): Promise<void> {
    const byTopic = new Map<string, Message[]>()
    for (const { topic, message } of out) byTopic.set(topic, [...(byTopic.get(topic) ?? []), message])
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }))
    if (out.length > 0) await this.#producer.sendBatch({ topicMessages, compression: CompressionTypes.None })
  }
}

const sending = (topic: string, key: string, value: Buffer): Sending => ({
  topic: prefix + topic,
  message: { key, value },
})

/** Hands over every record of a topic that is there now. */
async function load(kafka: Kafka, topic: string, take: (key: string, value: Buffer) => void): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  const ends = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  const open = new Map(
    ends.filter(({ high }) => Number(high) > 0).map(({ partition, high }) => [partition, Number(high)]),
  )
  if (open.size === 0) return
  const consumer = kafka.consumer({ groupId: `${group}.load.${process.pid}.${topic}`, maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    const eachBatch = ({ batch }: { batch: Batch }) => {
      for (const { key, value } of batch.messages) if (key && value) take(key.toString(), value)
      if (Number(batch.lastOffset()) + 1 >= (open.get(batch.partition) ?? 0)) open.delete(batch.partition)
      if (open.size === 0) resolve()
      return Promise.resolve()
    }
    consumer.run({ autoCommit: false, eachBatch }).catch(reject)
  })
  await consumer.disconnect()
}

async function serve(consumer: Consumer, work: NaiveWork): Promise<void> {
  const { GROUP_JOIN } = consumer.events
  consumer.on(GROUP_JOIN, () => console.log('ready'))
  await consumer.connect()
  await consumer.subscribe({
    topics: [prefix + topicNames.happenings, prefix + topicNames.byOther],
    fromBeginning: true,
  })
  await consumer.run({
    autoCommit: false,
    eachBatch: async payload => {
      const { batch } = payload
      await work.batch(batch)
      const offset = String(Number(batch.lastOffset()) + 1)
      await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }])
      await payload.heartbeat()
    },
  })
}

const kafka = directClient(brokers)
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group, sessionTimeout: 6_000, heartbeatInterval: 500, maxWaitTimeInMs: 100 })
process.once('SIGTERM', () => {
  void Promise.all([consumer.disconnect(), producer.disconnect()]).then(() => process.exit())
})
await producer.connect()
const work = new NaiveWork(producer)
await load(kafka, prefix + topicNames.tiers, (_, value) => work.tiers.push(decode(Tier, value)))
work.tiers.sort((a, b) => a.occurredAt - b.occurredAt)
await load(kafka, prefix + topicNames.changelog, (key, value) => work.counts.set(key, decode(Count, value).count))
await serve(consumer, work)
