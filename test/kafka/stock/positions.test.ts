/** Where a log begins and ends, and positions outside it, as the stock client tells it, and as ours does: C5, C6, C21. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Fetcher, errorType, listOffsets } from '../../../src/kafka/index.ts'
import { stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { newTopic } from '../cluster.ts'
import { readAll } from '../read-all.ts'
import { oursOver, rejection, stockOver, stockProducer, transactional } from './stock.ts'

const brokers = () => stack().brokers

test('C5: a log that ends in markers, or in a large aborted transaction, is read to its very end by ours (stock too: not reproduced)', async () => {
  const tails: { name: string; aborted: number }[] = [
    { name: 'a commit marker', aborted: 0 },
    { name: 'an abort marker', aborted: 1 },
    { name: 'an aborted transaction of two thousand records', aborted: 2_000 },
  ]
  for (const { name, aborted } of tails) {
    const topic = await newTopic()
    const producer = await stockProducer(stockOver(brokers()), transactional())
    const committed = await producer.transaction()
    await committed.send({ topic, messages: [{ value: 'seen', partition: 0 }] })
    await committed.commit()
    if (aborted > 0) {
      const dropped = await producer.transaction()
      const messages = Array.from({ length: aborted }, () => ({ value: 'x'.repeat(100), partition: 0 }))
      await dropped.send({ topic, messages })
      await dropped.abort()
    }
    await producer.disconnect()
    const cluster = await oursOver(brokers(), [topic])
    const place = { topic, partition: 0 }
    const end = aborted > 0 ? aborted + 3 : 2
    const atEnd = () => listOffsets(cluster, [place], 'stable')
    await until(atEnd, ([stable]) => stable?.offset === end)
    for (const maxBytes of [2_000, 1_048_576]) {
      const seen = await readAll(cluster, { ...place, offset: 0 }, { end, maxBytes })
      assert.deepEqual(
        seen.map(({ value }) => value),
        ['seen'],
        name,
      )
    }
    const fetcher = new Fetcher(
      cluster,
      { waitMs: 50, maxBytes: 1_000_000, maxBytesPerPartition: 1_000_000 },
      1_000_000,
    )
    fetcher.assign([{ ...place, offset: 0 }])
    const chunks = await fetcher.poll(5_000, 10_000_000, new AbortController().signal)
    assert.equal(chunks.at(-1)?.next, end, name)
    assert.equal(fetcher.ends.get(`${topic}-0`), end, name)
    fetcher.assign([])
    await cluster.disconnect()
  }
})

test('C6: with a transaction open, stock’s "high" is not the high watermark; ours tells both, by name', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers()), transactional())
  const open = await producer.transaction()
  await open.send({ topic, messages: Array.from({ length: 5 }, () => ({ value: 'open', partition: 0 })) })
  const admin = stockOver(brokers()).admin()
  await admin.connect()
  const [{ high } = { high: '' }] = await admin.fetchTopicOffsets(topic)
  assert.equal(high, '0', 'five records lie in the log')
  const cluster = await oursOver(brokers(), [topic])
  const ask = async (bound: 'start' | 'stable' | 'end') =>
    (await listOffsets(cluster, [{ topic, partition: 0 }], bound))[0]?.offset
  assert.deepEqual([await ask('start'), await ask('stable'), await ask('end')], [0, 0, 5])
  await open.abort()
  await Promise.all([admin.disconnect(), producer.disconnect(), cluster.disconnect()])
})

test('C21: a position below the log’s start: stock skips in silence and overwrites the group’s position; ours refuses', async () => {
  const topic = await newTopic()
  const groupId = randomUUID()
  const kafka = stockOver(brokers())
  const producer = await stockProducer(kafka, {})
  const write = (values: string[]) => producer.send({ topic, messages: values.map(value => ({ value, partition: 0 })) })
  await write(Array.from({ length: 30 }, (_, n) => String(n)))
  const admin = kafka.admin()
  await admin.connect()
  await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '5' }] })
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '10' }] })

  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 })
  const seen: string[] = []
  const crashes: unknown[] = []
  consumer.on('consumer.crash', event => crashes.push(event))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: false })
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => Promise.resolve(void seen.push(String(message.value))),
  })
  const committed = async () => (await admin.fetchOffsets({ groupId, topics: [topic] }))[0]?.partitions[0]?.offset
  assert.equal(await until(committed, offset => offset !== '5'), '-1', 'although autoCommit is false')
  await until(
    async () => {
      await write(['new'])
      return seen
    },
    values => values.length > 0,
  )
  await consumer.disconnect()
  assert.ok(
    seen.every(value => value === 'new'),
    'the twenty records that are still there were skipped',
  )
  assert.deepEqual(crashes, [])
  await Promise.all([admin.disconnect(), producer.disconnect()])

  const cluster = await oursOver(brokers(), [topic])
  const error = await rejection(readAll(cluster, { topic, partition: 0, offset: 5 }, { end: 30 }))
  assert.equal(errorType(error), 'OFFSET_OUT_OF_RANGE')
  assert.match(error.message, new RegExp(`position 5 of ${topic}-0`))
  await cluster.disconnect()
})
