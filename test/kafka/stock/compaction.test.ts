/** Batches that the log cleaner has emptied, on a broker whose cleaner does not wait: the stock consumer stands still or crawls, our fetcher does neither: C3, C4. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Producer } from 'kafkajs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { TopicAdmin } from '../../../src/kafka/index.ts'
import { until } from '../../until.ts'
import { writable } from '../cluster.ts'
import { startOwnBrokers, type OwnBrokers } from '../own-brokers.ts'
import { stockOver, stockProducer, valuesIn } from './stock.ts'

let own: OwnBrokers
before(async () => {
  own = await startOwnBrokers(1, () => ({ 'log.cleaner.backoff.ms': '100' }))
})
after(() => own.stop())

const compacted = {
  'cleanup.policy': 'compact',
  'segment.bytes': '1048576',
  'segment.ms': '300',
  'min.cleanable.dirty.ratio': '0.01',
}

async function newTopic(): Promise<string> {
  const topic = randomUUID()
  const settings = { brokers: [own.brokers], clientId: 'test', log: pino({ level: 'silent' }) }
  const admin = new TopicAdmin(settings)
  await admin.connect()
  await admin.create([{ name: topic, partitions: 1, replication: 1, config: compacted }])
  await admin.close()
  await writable(settings, topic, 1)
  return topic
}

/** A batch as it lies in the log. */
interface Batch {
  readonly base: number
  readonly last: number
  readonly records: number
}

/** The batches of the topic's first segment, from the broker's own files. */
async function firstSegment(topic: string): Promise<Batch[]> {
  const folder = join(own.folder, 'broker-1', 'data', `${topic}-0`)
  const names = (await readdir(folder)).filter(name => name.endsWith('.log')).sort()
  const file = await open(join(folder, names[0] ?? ''))
  const bytes = await file.readFile().finally(() => file.close())
  const batches: Batch[] = []
  for (let at = 0; at + 61 <= bytes.length; at += 12 + bytes.readInt32BE(at + 8)) {
    const base = Number(bytes.readBigInt64BE(at))
    batches.push({ base, last: base + bytes.readInt32BE(at + 23), records: bytes.readInt32BE(at + 57) })
  }
  return batches
}

/** Writes on, so that segments are closed, until the cleaner has made of the first one what is wanted. */
async function untilCleaned(
  topic: string,
  producer: Producer,
  wanted: (batches: Batch[]) => boolean,
): Promise<Batch[]> {
  const look = async () => {
    await producer.send({ topic, messages: [{ key: 'tick', value: 'tick', partition: 0 }] })
    await sleep(150)
    return firstSegment(topic)
  }
  return until(look, wanted, 20_000)
}

/** How a stock consumer gets on from the beginning of a topic within a time: what it was shown, how often it fetched, and whether it saw a record of `last`. */
async function stockFrom(topic: string, last: string, ms: number) {
  const consumer = stockOver(own.brokers).consumer({
    groupId: randomUUID(),
    maxWaitTimeInMs: 50,
    maxBytesPerPartition: 100,
  })
  let fetches = 0
  let isThere = false
  consumer.on('consumer.fetch', () => {
    fetches++
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const began = performance.now()
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => Promise.resolve(void (isThere ||= String(message.value) === last)),
  })
  await until(
    () => Promise.resolve(isThere),
    there => there,
    ms,
  )
  const took = performance.now() - began
  await consumer.disconnect()
  return { fetches, isThere, took }
}

test('C3: a segment of one empty batch: stock fetches it for ever, ours reads on', async t => {
  const topic = await newTopic()
  const kafka = stockOver(own.brokers)
  const [loader, writer] = [await stockProducer(kafka, { idempotent: true }), await stockProducer(kafka, {})]
  // A segment is full with these, so that the cleaner does not join what is left of it with the next.
  const messages = ['a', 'b', 'c', 'd', 'e'].map(key => ({ key, value: 'x'.repeat(209_000), partition: 0 }))
  await loader.send({ topic, messages })
  await sleep(400)
  for (const message of messages)
    await writer.send({ topic, messages: [{ ...message, value: `new ${message.key}`.padEnd(209_000) }] })
  const left = await untilCleaned(topic, writer, batches => batches.length === 1 && batches[0]?.records === 0)
  assert.deepEqual(left, [{ base: 0, last: 4, records: 0 }])
  await writer.send({ topic, messages: [{ key: 'last', value: 'last', partition: 0 }] })
  await Promise.all([loader.disconnect(), writer.disconnect()])
  const stock = await stockFrom(topic, 'last', 2_000)
  t.diagnostic(`stock: ${stock.fetches} fetches in two seconds, and nothing`)
  assert.equal(stock.isThere, false)
  assert.ok(stock.fetches > 100)
  const seen = await valuesIn(own.brokers, topic)
  assert.equal(seen.filter(value => value.startsWith('new ')).length, 5)
  assert.equal(seen.at(-1), 'last')
})

test('C4: a batch whose tail was cleaned away: stock crawls over it offset by offset, ours takes one step', async t => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(own.brokers), {})
  const keys = Array.from({ length: 300 }, (_, n) => String(n))
  await producer.send({ topic, messages: ['kept', ...keys].map(key => ({ key, value: 'old', partition: 0 })) })
  await sleep(400)
  await producer.send({ topic, messages: keys.map(key => ({ key, value: 'new', partition: 0 })) })
  const [first] = await untilCleaned(topic, producer, ([batch]) => batch?.records === 1)
  assert.deepEqual(first, { base: 0, last: 300, records: 1 })
  await producer.send({ topic, messages: [{ key: 'last', value: 'last', partition: 0 }] })
  await producer.disconnect()
  const stock = await stockFrom(topic, 'last', 10_000)
  t.diagnostic(`stock: ${stock.fetches} fetches, ${Math.round(stock.took)} ms`)
  assert.ok(stock.fetches > 250)
  const seen = await valuesIn(own.brokers, topic)
  assert.deepEqual([seen[0], seen.at(-1)], ['old', 'last'])
  assert.equal(seen.filter(value => value === 'new').length, 300)
})
