/** Our record path against the stock client's, both ways, on the real broker. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { CompressionTypes } from 'kafkajs'
import { pino } from 'pino'
import {
  errorType,
  Fetcher,
  Membership,
  Publisher,
  TransactionalProducer,
  type Position,
} from '../../src/kafka/index.ts'
import { stack } from '../pipeline.ts'
import { readTopic } from '../reader.ts'
import { connected, joined, newTopic, outputOf, record, stockClient } from './cluster.ts'

type Cluster = Awaited<ReturnType<typeof connected>>
const clusters: Cluster[] = []
const never = new AbortController().signal
after(() => Promise.all(clusters.map(cluster => cluster.disconnect())))

async function clusterOf(...topics: string[]): Promise<Cluster> {
  const cluster = await connected(...topics)
  clusters.push(cluster)
  return cluster
}

interface Seen {
  key: string | null
  value: string | null
  headers: Record<string, string>
  offset: number
}

/** Everything our fetcher sees of a partition from an offset on, until it stands at `end`. */
async function fetchAll(cluster: Cluster, from: Position, end: number, maxBytes = 1_048_576): Promise<Seen[]> {
  const fetcher = new Fetcher(cluster, { waitMs: 100, maxBytes, maxBytesPerPartition: maxBytes }, 10_000_000)
  fetcher.assign([from])
  const seen: Seen[] = []
  for (let at = from.offset; at < end;) {
    const chunks = await fetcher.poll(5_000, 10_000_000, never)
    assert.ok(chunks.length > 0, `nothing came at ${at} of ${end}`)
    for (const chunk of chunks) {
      const cursor = chunk.cursor()
      while (cursor.next()) {
        const headers = Object.fromEntries(cursor.headers.map(([name, bytes]) => [name, String(bytes)]))
        seen.push({
          key: cursor.key?.toString() ?? null,
          value: cursor.value?.toString() ?? null,
          headers,
          offset: cursor.offset,
        })
      }
      assert.equal(cursor.position, chunk.next, 'the cursor ends where the batches’ headers said')
      at = chunk.next
    }
  }
  fetcher.assign([])
  return seen
}

test('what the stock client writes, plain and gzip, with headers, null keys and tombstones, is read', async () => {
  const topic = await newTopic()
  const producer = stockClient().producer()
  await producer.connect()
  const messages = [
    { key: 'a', value: 'one', headers: { h: 'x', empty: '' } },
    { key: null, value: 'two' },
    { key: 'b', value: null },
    { key: 'ä€😀', value: 'ü'.repeat(50_000) },
  ]
  for (const compression of [CompressionTypes.None, CompressionTypes.GZIP])
    await producer.send({ topic, messages, compression })
  await producer.disconnect()
  const seen = await fetchAll(await clusterOf(topic), { topic, partition: 0, offset: 0 }, 8)
  const expected = messages.map(({ key, value, headers = {} }) => ({ key, value, headers }))
  assert.deepEqual(
    seen.map(({ key, value, headers }) => ({ key, value, headers })),
    [...expected, ...expected],
  )
  assert.deepEqual(
    seen.map(({ offset }) => offset),
    [0, 1, 2, 3, 4, 5, 6, 7],
  )
})

test('reading may begin in the middle of a batch', async () => {
  const topic = await newTopic()
  const producer = stockClient().producer()
  await producer.connect()
  await producer.send({ topic, messages: ['a', 'b', 'c', 'd'].map(value => ({ value })) })
  await producer.disconnect()
  const seen = await fetchAll(await clusterOf(topic), { topic, partition: 0, offset: 2 }, 4)
  assert.deepEqual(
    seen.map(({ value }) => value),
    ['c', 'd'],
  )
})

test('aborted transactions are never seen, however they interleave, also where a key looks like an abort marker (C1, C2)', async () => {
  const topic = await newTopic()
  const client = stockClient()
  const producers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const producer = client.producer({ transactionalId: randomUUID(), maxInFlightRequests: 1 })
      await producer.connect()
      return producer
    }),
  )
  let aborted = 0
  const committed: string[] = []
  for (let round = 0; round < 12; round++) {
    const open = await Promise.all(producers.map(producer => producer.transaction()))
    for (const [n, transaction] of open.entries())
      await transaction.send({ topic, messages: [{ key: Buffer.alloc(4), value: `${round}-${n}-first` }] })
    for (const [n, transaction] of open.entries())
      await transaction.send({ topic, messages: [{ value: `${round}-${n}-second` }] })
    // They end in another order than they began.
    for (const n of [2, 0, 3, 1]) {
      if ((round + n) % 3 === 0) {
        aborted += 2
        await open[n]?.abort()
      } else {
        committed.push(`${round}-${n}-first`, `${round}-${n}-second`)
        await open[n]?.commit()
      }
    }
  }
  const cluster = await clusterOf(topic)
  const end = 12 * 4 * 3
  for (const from of [0, 7, 50]) {
    const seen = await fetchAll(cluster, { topic, partition: 0, offset: from }, end, 700)
    const values = seen.map(({ value }) => value ?? '')
    assert.ok(
      values.every(value => committed.includes(value)),
      'an aborted record was seen',
    )
    assert.equal(new Set(values).size, values.length)
    if (from === 0) assert.deepEqual([...values].sort(), [...committed].sort())
  }
  assert.ok(aborted > 20)
  await Promise.all(producers.map(producer => producer.disconnect()))
})

test('a position outside the log is an error that names it, never a silent skip (C21)', async () => {
  const topic = await newTopic()
  const producer = stockClient().producer()
  await producer.connect()
  await producer.send({ topic, messages: [{ value: 'a' }, { value: 'b' }] })
  await producer.disconnect()
  const admin = stockClient().admin()
  await admin.connect()
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] })
  await admin.disconnect()
  await assert.rejects(fetchAll(await clusterOf(topic), { topic, partition: 0, offset: 0 }, 2), error => {
    assert.equal(errorType(error), 'OFFSET_OUT_OF_RANGE')
    assert.match(String(error), new RegExp(`${topic}-0`))
    return true
  })
})

async function groupOf(cluster: Cluster, topic: string) {
  const group = randomUUID()
  const membership = new Membership({
    cluster,
    group,
    instance: 'one',
    topics: [topic],
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 10_000,
    assign: ([member]) => new Map([[member?.id ?? '', [0]]]),
    fence: () => Promise.resolve(),
  })
  const generation = await joined(membership, never)
  return { group, membership, identity: { group, generation: generation.id, memberId: generation.memberId } }
}

test('a transaction over many partitions stores every record once, back to back, without any pause (P14)', async () => {
  const topic = await newTopic(6)
  const cluster = await clusterOf(topic)
  const { membership, identity } = await groupOf(cluster, topic)
  const producer = await TransactionalProducer.open(cluster, identity.group, 10_000)
  const rounds = 150
  for (let n = 0; n < rounds; n++) {
    const outputs = Array.from({ length: 6 }, (_, partition) =>
      outputOf(topic, partition, [record('k', `${n}/${partition}`)]),
    )
    await producer.commit({ ...identity, outputs, positions: [{ topic, partition: 0, offset: n }] })
  }
  await membership.leave()
  const values = (await readTopic(stack(), topic, rounds * 6)).map(({ bytes }) => bytes?.toString())
  assert.equal(values.length, rounds * 6)
  assert.equal(new Set(values).size, rounds * 6)
})

test('outputs larger than a batch may be are split, in order', async () => {
  const topic = await newTopic(1, { 'max.message.bytes': '1048588' })
  const cluster = await clusterOf(topic)
  const { membership, identity } = await groupOf(cluster, topic)
  const producer = await TransactionalProducer.open(cluster, identity.group, 10_000)
  const records = Array.from({ length: 40 }, (_, n) => record('k', `${n}/${'x'.repeat(100_000)}`))
  await producer.commit({
    ...identity,
    outputs: [outputOf(topic, 0, records)],
    positions: [{ topic, partition: 0, offset: 1 }],
  })
  await membership.leave()
  const numbers = (await readTopic(stack(), topic, 40)).map(({ bytes }) => Number.parseInt(bytes?.toString() ?? '', 10))
  assert.deepEqual(
    numbers,
    Array.from({ length: 40 }, (_, n) => n),
  )
})

test('the publisher stores concurrent calls once each, and says so only when they are stored', async () => {
  const topic = await newTopic(3)
  const publisher = new Publisher(await clusterOf(topic), 5_000, pino({ level: 'silent' }), () => undefined)
  const calls = Array.from({ length: 2_000 }, (_, n) =>
    publisher.publish([{ topic, partition: n % 3, record: record(`k${n % 7}`, String(n)) }]),
  )
  await Promise.all(calls)
  const seen = await readTopic(stack(), topic, 2_000)
  assert.equal(seen.length, 2_000)
  assert.equal(new Set(seen.map(({ bytes }) => bytes?.toString())).size, 2_000)
  for (const partition of [0, 1, 2]) {
    const order = seen.filter(one => one.partition === partition).map(({ bytes }) => Number(bytes))
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      'in the order of the calls',
    )
  }
})

test('the publisher refuses what Kafka refuses, and goes on with the next', async () => {
  const topic = await newTopic(1, { 'max.message.bytes': '2000' })
  const publisher = new Publisher(await clusterOf(topic), 2_000, pino({ level: 'silent' }), () => undefined)
  await assert.rejects(
    publisher.publish([{ topic, partition: 0, record: record('k', 'x'.repeat(5_000)) }]),
    /MESSAGE_TOO_LARGE/,
  )
  await publisher.publish([{ topic, partition: 0, record: record('k', 'small') }])
  assert.deepEqual(
    (await readTopic(stack(), topic, 1)).map(({ bytes }) => bytes?.toString()),
    ['small'],
  )
})
