/** Sequences and retries of the stock producer, and ours, when an answer is lost: P2, P3, P9. Every fault hits one message, named by its kind and number. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { Publisher } from '../../../src/kafka/index.ts'
import { stack } from '../../pipeline.ts'
import { newTopic, record } from '../cluster.ts'
import { soleMember } from '../unit.ts'
import { api, FaultyNetwork } from './faulty-network.ts'
import { oursOver, rejection, stockOver, stockProducer, transactional, valuesIn } from './stock.ts'

const log = pino({ level: 'silent' })
const brokers = () => stack().brokers
let network: FaultyNetwork
before(async () => {
  network = await FaultyNetwork.open(brokers())
})
after(() => network.close())

/** The answer to the first Produce never arrives, although the broker has stored what was in it. */
const firstAnswerLost = () =>
  network.set({
    answer: (request, answer) => (request.api === api.produce && request.earlier === 0 ? undefined : answer),
  })

test('P2: two sends under way and an answer lost: stock stores one twice and loses the other, and resolves both', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers(), network.socketFactory), {
    idempotent: true,
    retry: { retries: 5 },
  })
  firstAnswerLost()
  const send = (value: string) => producer.send({ topic, messages: [{ value, partition: 0 }] })
  await Promise.all([send('A'), send('B')])
  await producer.disconnect()
  const values = await valuesIn(brokers(), topic)
  assert.equal(values.length, 2)
  assert.equal(new Set(values).size, 1)
})

test('P2: ours stores both, once', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic], network.socketFactory)
  const publisher = new Publisher(cluster, 10_000, log, () => undefined)
  firstAnswerLost()
  const first = publisher.publish([{ topic, partition: 0, record: record('k', 'A') }])
  await sleep(1)
  await Promise.all([first, publisher.publish([{ topic, partition: 0, record: record('k', 'B') }])])
  assert.ok(network.count(api.produce) >= 3, 'A was sent again')
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), ['A', 'B'])
})

test('P9: a record without a key whose answer is lost goes to another partition the second time: stock stores it twice', async () => {
  const topic = await newTopic(2)
  const producer = await stockProducer(stockOver(brokers(), network.socketFactory), {
    idempotent: true,
    retry: { retries: 5 },
  })
  firstAnswerLost()
  await producer.send({ topic, messages: [{ value: 'A' }] })
  await producer.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic, 2), ['A', 'A'])
})

test('P9: ours is told the partition once, and stores the record once', async () => {
  const topic = await newTopic(2)
  const cluster = await oursOver(brokers(), [topic], network.socketFactory)
  const publisher = new Publisher(cluster, 10_000, log, () => undefined)
  firstAnswerLost()
  await publisher.publish([{ topic, partition: 1, record: record(null, 'A') }])
  assert.equal(network.count(api.produce), 2)
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic, 2), ['A'])
})

/** The first Produce is held on its way, its client's connection breaks, and it reaches the broker just before the second. */
function oldBatchArrivesLate(): void {
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  let old = Promise.resolve()
  network.set({
    request: request => {
      if (request.api !== api.produce) return undefined
      if (request.earlier > 0) {
        release()
        return old
      }
      old = request.answered
      request.cut()
      return held
    },
  })
}

test('P3: a batch of an aborted transaction that arrives late: stock commits OLD and loses NEW', async () => {
  const topic = await newTopic()
  const kafka = stockOver(brokers(), network.socketFactory)
  const producer = await stockProducer(kafka, { ...transactional(), retry: { retries: 0 } })
  oldBatchArrivesLate()
  const first = await producer.transaction()
  await rejection(first.send({ topic, messages: [{ value: 'OLD', partition: 0 }] }))
  await first.abort()
  // The markers of the abort are being written, and this producer must not retry.
  await sleep(300)
  const second = await producer.transaction()
  await second.send({ topic, messages: [{ value: 'NEW', partition: 0 }] })
  await second.commit()
  await producer.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), ['OLD'])
})

test('P3: ours writes NEW under another epoch, and OLD is refused', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic], network.socketFactory)
  const member = await soleMember(cluster, topic)
  oldBatchArrivesLate()
  await rejection(member.commit([{ topic, partition: 0, records: [record('k', 'OLD')] }]))
  await member.commit([{ topic, partition: 0, records: [record('k', 'NEW')] }])
  assert.equal(network.count(api.produce), 2)
  await member.leave()
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), ['NEW'])
})
