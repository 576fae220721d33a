/** The life of a transaction with the stock producer, and with ours: P4, P5, P15, P16, P17, P18. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { errorType, isPassing, TransactionalProducer } from '../../../src/kafka/index.ts'
import { stack } from '../../pipeline.ts'
import { newTopic, record } from '../cluster.ts'
import { soleMember } from '../unit.ts'
import { api, FaultyNetwork } from './faulty-network.ts'
import { oursOver, rejection, stockOver, stockProducer, transactional, valuesIn } from './stock.ts'

const brokers = () => stack().brokers
let network: FaultyNetwork
before(async () => {
  network = await FaultyNetwork.open(brokers())
})
after(() => network.close())

const offsets = (topic: string, offset: number, consumerGroupId: string) => ({
  consumerGroupId,
  topics: [{ topic, partitions: [{ partition: 0, offset: String(offset) }] }],
})

const endAnswerLost = () =>
  network.set({ answer: ({ api: key, earlier }, answer) => (key === api.endTxn && earlier === 0 ? undefined : answer) })

test('P4: the answer to EndTxn is lost: the stock producer is wedged, and cannot even say whether it committed', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers(), network.socketFactory), transactional())
  endAnswerLost()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ value: 'A', partition: 0 }] })
  await rejection(transaction.commit())
  await rejection(transaction.commit())
  await rejection(transaction.abort())
  await rejection(producer.transaction())
  await producer.disconnect()
})

test('P4: ours is opened anew, the position tells the outcome, and the next unit is committed', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic], network.socketFactory)
  const member = await soleMember(cluster, topic)
  endAnswerLost()
  const unit = (value: string) => [{ topic, partition: 0, records: [record('k', value)] }]
  await rejection(member.commit(unit('A')))
  await TransactionalProducer.open(cluster, member.group, 10_000)
  assert.equal(await member.position(), 1, 'it was committed')
  await member.commit(unit('B'))
  assert.equal(await member.position(), 2)
  await member.leave()
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), ['A', 'B'])
})

const rounds = 30

test('P5: offsets first, right after a commit: stock rejects with CONCURRENT_TRANSACTIONS', async t => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers()), transactional())
  const refused: string[] = []
  let n = 0
  for (; n < 300 && refused.length === 0; n++) {
    const transaction = await producer.transaction()
    await transaction.sendOffsets(offsets(topic, n, 'p5')).catch((error: unknown) => refused.push(errorType(error)))
    await transaction.send({ topic, messages: [{ value: String(n), partition: 0 }] })
    await transaction.commit()
  }
  await producer.disconnect()
  t.diagnostic(`rejected in transaction ${n}`)
  assert.ok(refused.length > 0)
  assert.deepEqual([...new Set(refused)], ['CONCURRENT_TRANSACTIONS'])
})

test('P5: ours always sends them first, and none is rejected', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic])
  const member = await soleMember(cluster, topic)
  for (let n = 0; n < rounds; n++) await member.commit([])
  assert.equal(await member.position(), rounds)
  await member.leave()
  await cluster.disconnect()
})

/** The first TxnOffsetCommit is answered NOT_COORDINATOR, as a broker does that has just handed the group on. `fromEnd`: where its error code lies. */
const coordinatorMoved = (fromEnd: number) =>
  network.set({
    answer: (request, answer) => {
      if (request.api === api.txnOffsetCommit && request.earlier === 0) answer.writeInt16BE(16, answer.length - fromEnd)
      return answer
    },
  })

test('P15: the group’s coordinator has moved: stock looks for it no more', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers(), network.socketFactory), transactional())
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ value: 'A', partition: 0 }] })
  coordinatorMoved(2)
  const error = await rejection(transaction.sendOffsets(offsets(topic, 1, randomUUID())))
  assert.equal(errorType(error), 'NOT_COORDINATOR_FOR_GROUP')
  assert.equal(network.count(api.txnOffsetCommit), 1, 'although it may retry ten times')
  await producer.disconnect()
})

test('P15: ours calls it passing, and the next attempt, at whoever coordinates then, commits', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic], network.socketFactory)
  const member = await soleMember(cluster, topic)
  coordinatorMoved(5)
  const unit = [{ topic, partition: 0, records: [record('k', 'A')] }]
  const error = await rejection(member.commit(unit))
  assert.equal(errorType(error), 'NOT_COORDINATOR_FOR_GROUP')
  assert.ok(isPassing(error))
  await member.commit(unit)
  await member.leave()
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), ['A'])
})

/** Ms that `take` needs for an id that a dead process left with an open transaction; the least of `trials`. */
async function takeOver(topic: string, trials: number, take: (id: string) => Promise<() => Promise<void>>) {
  const taken: number[] = []
  for (let n = 0; n < trials; n++) {
    const transactionalId = randomUUID()
    const dead = await stockProducer(stockOver(brokers()), { transactionalId })
    await (await dead.transaction()).send({ topic, messages: [{ value: 'open', partition: 0 }] })
    const began = performance.now()
    const close = await take(transactionalId)
    taken.push(performance.now() - began)
    await Promise.all([close(), dead.disconnect()])
  }
  return taken.sort((a, b) => a - b)
}

test('P16: taking over an open transaction: stock waits 300 ms whatever it is told, ours does not', async t => {
  const topic = await newTopic()
  const stock = await takeOver(topic, 4, async transactionalId => {
    const producer = stockOver(brokers()).producer({
      transactionalId,
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 1, retries: 50 },
    })
    await producer.connect()
    await producer.transaction()
    return () => producer.disconnect()
  })
  const cluster = await oursOver(brokers(), [topic])
  const ours = await takeOver(topic, 4, async id => {
    await TransactionalProducer.open(cluster, id, 10_000)
    return () => Promise.resolve()
  })
  await cluster.disconnect()
  t.diagnostic(`stock ${stock.map(Math.round).join(', ')} ms; ours ${ours.map(Math.round).join(', ')} ms`)
  assert.ok((stock[0] ?? 0) >= 240, 'none below 300 ms less its jitter')
  assert.ok((ours[1] ?? Infinity) < 150)
})

test('P17: many records for one partition: stock’s time grows with their square, ours does not', async t => {
  const topic = await newTopic()
  const few = 4_000
  const producer = await stockProducer(stockOver(brokers()), {})
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const stock = (count: number) =>
    timed(() => producer.send({ topic, messages: Array.from({ length: count }, () => ({ value: 'x', partition: 0 })) }))
  const cluster = await oursOver(brokers(), [topic])
  const member = await soleMember(cluster, topic)
  const ours = (count: number) =>
    timed(() =>
      member.commit([{ topic, partition: 0, records: Array.from({ length: count }, () => record(null, 'x')) }]),
    )
  await Promise.all([stock(100), ours(100)])
  /** The shortest of three: whatever else the machine does only makes it longer. */
  const shortest = async (work: () => Promise<number>) => Math.min(await work(), await work(), await work())
  const stockFew = await shortest(() => stock(few))
  const stockMany = await shortest(() => stock(few * 4))
  const oursMany = await shortest(() => ours(few * 4))
  t.diagnostic(
    `stock ${Math.round(stockFew)} ms, four times as many ${Math.round(stockMany)} ms; ours ${Math.round(oursMany)} ms`,
  )
  assert.ok(stockMany > stockFew * 6, 'far more than four times as long')
  assert.ok(oursMany < stockMany / 3)
  await member.leave()
  await Promise.all([producer.disconnect(), cluster.disconnect()])
})

test('P18: a partition that does not exist: stock drops the record and commits', async () => {
  const topic = await newTopic()
  const producer = await stockProducer(stockOver(brokers()), transactional())
  const transaction = await producer.transaction()
  const answered = await transaction.send({ topic, messages: [{ value: 'lost', partition: 7 }] })
  await transaction.commit()
  assert.deepEqual(answered, [])
  await producer.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), [])
})

test('P18: ours rejects, and commits nothing', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(brokers(), [topic])
  const member = await soleMember(cluster, topic)
  const good = { topic, partition: 0, records: [record('k', 'good')] }
  await rejection(member.commit([good, { topic, partition: 7, records: [record('k', 'lost')] }]))
  await TransactionalProducer.open(cluster, member.group, 10_000)
  assert.equal(await member.position(), -1)
  await member.leave()
  await cluster.disconnect()
  assert.deepEqual(await valuesIn(brokers(), topic), [])
})
