/** What a committed reader is shown, by the stock consumer and by our fetcher: C1, C2, C17. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchWriter } from '../../../src/kafka/batch-writer.ts'
import { produce } from '../../../src/kafka/protocol/produce.ts'
import { stack } from '../../pipeline.ts'
import { newTopic, record } from '../cluster.ts'
import { stockReads } from './stock-reads.ts'
import { oursOver, stockOver, stockProducer, transactional, valuesIn } from './stock.ts'

const brokers = () => stack().brokers
const last = 'the last'

async function writeLast(topic: string): Promise<void> {
  const producer = await stockProducer(stockOver(brokers()), {})
  await producer.send({ topic, messages: [{ value: last, partition: 0 }] })
  await producer.disconnect()
}

test('C1: two aborted transactions, the later one aborted first: stock shows a record of the other; ours shows none', async () => {
  const topic = await newTopic()
  const kafka = stockOver(brokers())
  const [first, second] = await Promise.all([
    stockProducer(kafka, transactional()),
    stockProducer(kafka, transactional()),
  ])
  const [a, b] = [await first.transaction(), await second.transaction()]
  await a.send({ topic, messages: [{ value: 'aborted A', partition: 0 }] })
  await b.send({ topic, messages: [{ value: 'aborted B', partition: 0 }] })
  await b.abort()
  await a.abort()
  await Promise.all([first.disconnect(), second.disconnect()])
  await writeLast(topic)
  const seen = await stockReads(kafka, topic, last)
  assert.ok(seen.includes('aborted A') || seen.includes('aborted B'), 'stock leaks')
  assert.deepEqual(await valuesIn(brokers(), topic), [last])
})

test('C2: a key of four zero bytes in an aborted transaction: stock shows what follows it; ours does not', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers()), transactional())
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ key: Buffer.alloc(4), value: 'aborted 1', partition: 0 }] })
  await transaction.send({ topic, messages: [{ value: 'aborted 2', partition: 0 }] })
  await transaction.abort()
  await producer.disconnect()
  await writeLast(topic)
  assert.ok((await stockReads(stockOver(brokers()), topic, last)).includes('aborted 2'), 'stock leaks')
  assert.deepEqual(await valuesIn(brokers(), topic), [last])
})

test('C17: a batch of 200,000 records: stock’s consumer crashes on it for good; ours reads it', async () => {
  const topic = await newTopic(1, { 'max.message.bytes': '8000000' })
  const cluster = await oursOver(brokers(), [topic])
  const batch = new BatchWriter()
  const count = 200_000
  for (let n = 0; n < count; n++) batch.append(record(null, 'x'))
  const bytes = batch.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
  const [stored] = await produce(
    await cluster.findBroker({ nodeId: 1 }),
    null,
    [{ topic, partition: 0, bytes }],
    10_000,
  )
  assert.equal(stored?.code, 0)
  await cluster.disconnect()
  const consumer = stockOver(brokers()).consumer({
    groupId: `g-${topic}`,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 8_000_000,
  })
  const crashed = new Promise<Error>(resolve => {
    consumer.on('consumer.crash', ({ payload }) => resolve(payload.error))
  })
  let seen = 0
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachBatch: ({ batch: { messages } }) => Promise.resolve(void (seen += messages.length)) })
  const error = await crashed
  await consumer.disconnect()
  assert.match(String(error), /call stack/)
  assert.equal(seen, 0)
  assert.equal((await valuesIn(brokers(), topic)).length, count)
})
