/**
 * One transaction over several leaders: the stock producer loses and doubles records, ours does neither: P1, P14.
 * On three brokers of its own, which is too much for every run of the tests: npm run test:port.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Admin } from 'kafkajs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPassing, TransactionalProducer } from '../../../src/kafka/index.ts'
import { until } from '../../until.ts'
import { record, writable } from '../cluster.ts'
import { startOwnBrokers, type OwnBrokers } from '../own-brokers.ts'
import { soleMember, type SoleMember } from '../unit.ts'
import { pino } from 'pino'
import { api, FaultyNetwork } from './faulty-network.ts'
import { ledBy, moveLeader } from './leaders.ts'
import { oursOver, stockOver, stockProducer, transactional, valuesIn } from './stock.ts'

type Cluster = Awaited<ReturnType<typeof oursOver>>
let own: OwnBrokers
let network: FaultyNetwork
let admin: Admin
let direct: Cluster
before(async () => {
  own = await startOwnBrokers(3, () => ({}))
  network = await FaultyNetwork.open(own.brokers)
  admin = stockOver(own.brokers).admin()
  await admin.connect()
  direct = await oursOver(own.brokers, [])
  // The first of a cluster waits for the log of transactions to be made.
  const first = () =>
    TransactionalProducer.open(direct, 'first', 10_000).then(
      () => true,
      () => false,
    )
  await until(first, isOpen => isOpen, 30_000)
})
after(async () => {
  network.close()
  await Promise.all([admin.disconnect(), direct.disconnect()])
  await own.stop()
})

/** Partition n is led by broker n + 1, round and round. */
async function newTopic(partitions: number): Promise<string> {
  const topic = randomUUID()
  const replicaAssignment = Array.from({ length: partitions }, (_, partition) => ({
    partition,
    replicas: ledBy((partition % 3) + 1),
  }))
  await admin.createTopics({ topics: [{ topic, replicaAssignment }], waitForLeaders: false })
  const settings = { brokers: own.brokers.split(','), clientId: 'test', log: pino({ level: 'silent' }) }
  await writable(settings, topic, partitions)
  return topic
}

const portOf = (node: number) => Number(own.brokers.split(',')[node - 1]?.split(':')[1])

/** The old leader of partition 0 gets its Produce only after the leader of partition 1 has answered its own. */
function otherAnswersFirst(): void {
  let answered: () => void = () => undefined
  const other = new Promise<void>(resolve => {
    answered = resolve
  })
  network.set({
    request: request => {
      if (request.api !== api.produce) return undefined
      if (request.broker === portOf(1)) return other.then(() => sleep(50))
      void request.answered.then(answered)
      return undefined
    },
  })
}

/** The leader of partition 1 gets its Produce only after it was sent another, or after a second: by then the old leader of partition 0 has refused. */
function otherAnswersLast(): void {
  let again: () => void = () => undefined
  const another = new Promise<void>(resolve => {
    again = resolve
  })
  let sent = 0
  network.set({
    request: request => {
      if (request.api !== api.produce || request.broker !== portOf(2)) return undefined
      if (++sent > 1) again()
      return Promise.race([another, sleep(1_000)])
    },
  })
}

/** As the engine does: whatever fails for now is tried again by a new producer, after a look at the position. Answers how often. */
async function commitUntilDone(member: SoleMember, unit: Parameters<SoleMember['commit']>[0]): Promise<number> {
  let before: number | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      await member.settle()
      const now = await member.position()
      before ??= now
      if (now !== before) return attempt
      await member.commit(unit)
      return attempt
    } catch (error) {
      if (!isPassing(error) || attempt > 50) throw error
      await sleep(50)
    }
  }
}

/** A transaction over partitions 0 and 1, after partition 0 has moved from broker 1 to `to` without the client’s knowledge, with one broker kept back. */
async function stockAcrossMove(to: number, fault: () => void) {
  const topic = await newTopic(3)
  const producer = await stockProducer(stockOver(own.brokers, network.socketFactory), transactional())
  const commit = async (value: string) => {
    const transaction = await producer.transaction()
    const messages = [0, 1].map(partition => ({ value: `${value}${partition}`, partition }))
    const answered = await transaction.send({ topic, messages })
    await transaction.commit()
    return answered.map(({ partition }) => partition)
  }
  network.set({})
  await commit('before ')
  await moveLeader(admin, direct, topic, 0, to)
  // The markers of the last transaction would hold this one up, and the fault would hit another attempt.
  await valuesIn(own.brokers, topic, 3)
  await sleep(500)
  fault()
  const answered = await commit('after ')
  await producer.disconnect()
  return { answered, values: await valuesIn(own.brokers, topic, 3) }
}

async function oursAcrossMove(to: number, fault: () => void) {
  const topic = await newTopic(3)
  const cluster = await oursOver(own.brokers, [topic], network.socketFactory)
  const member = await soleMember(cluster, topic)
  const unit = (value: string) =>
    [0, 1].map(partition => ({ topic, partition, records: [record('k', `${value}${partition}`)] }))
  network.set({})
  await commitUntilDone(member, unit('before '))
  await moveLeader(admin, direct, topic, 0, to)
  await valuesIn(own.brokers, topic, 3)
  await sleep(500)
  fault()
  const attempts = await commitUntilDone(member, unit('after '))
  await member.leave()
  await cluster.disconnect()
  return { attempts, values: await valuesIn(own.brokers, topic, 3) }
}

const each = ['after 0', 'after 1', 'before 0', 'before 1']

test('P1: a leader moves under a send: stock resolves, commits, and has lost a record', async () => {
  const { answered, values } = await stockAcrossMove(2, otherAnswersFirst)
  assert.deepEqual(answered, [1])
  assert.deepEqual(
    values.sort(),
    each.filter(value => value !== 'after 0'),
  )
})

test('P1: ours fails, tries again, and stores each once', async () => {
  const { attempts, values } = await oursAcrossMove(2, otherAnswersFirst)
  assert.ok(attempts > 1)
  assert.deepEqual(values.sort(), each)
})

test('P14: a leader moves while another broker is slow: stock stores a record twice in one committed transaction', async () => {
  const { answered, values } = await stockAcrossMove(3, otherAnswersLast)
  assert.deepEqual([...answered].sort(), [0, 1], 'and nothing shows it')
  assert.deepEqual(values.sort(), ['after 0', 'after 1', 'after 1', 'before 0', 'before 1'])
})

test('P14: ours waits for every broker’s answer, and stores each once', async () => {
  const { attempts, values } = await oursAcrossMove(3, otherAnswersLast)
  assert.ok(attempts > 1)
  assert.deepEqual(values.sort(), each)
})

const rounds = 40

/** A leader moves every 300 ms; answers how many did. */
async function leadersMove(topic: string, done: AbortSignal): Promise<number> {
  for (let moves = 0; ; moves++) {
    await sleep(300)
    if (done.aborted) return moves
    await moveLeader(admin, direct, topic, moves % 6, ((Math.floor(moves / 6) + moves + 1) % 3) + 1)
  }
}

test('P14, without any fault, counted: stock doubles records where its back-off is short', async t => {
  const topic = await newTopic(6)
  const kafka = stockOver(own.brokers)
  const producer = await stockProducer(kafka, { ...transactional(), retry: { initialRetryTime: 1, retries: 50 } })
  let committed = 0
  for (let n = 0; n < rounds; n++) {
    const transaction = await producer.transaction()
    const messages = Array.from({ length: 6 }, (_, partition) => ({ value: `${n}/${partition}`, partition }))
    await transaction.send({ topic, messages })
    await transaction.commit()
    committed += 6
  }
  await producer.disconnect()
  const values = await valuesIn(own.brokers, topic, 6)
  t.diagnostic(`${values.length - new Set(values).size} of ${committed} records twice`)
  assert.ok(values.length > new Set(values).size)
})

test('P14, P1: ours stores each record once, back to back, and while leaders keep moving', async t => {
  const topic = await newTopic(6)
  const cluster = await oursOver(own.brokers, [topic])
  const member = await soleMember(cluster, topic)
  const done = new AbortController()
  const moving = leadersMove(topic, done.signal)
  let attempts = 0
  try {
    for (let n = 0; n < rounds; n++) {
      const records = (partition: number) => [record('k', `${n}/${partition}`)]
      const unit = Array.from({ length: 6 }, (_, partition) => ({ topic, partition, records: records(partition) }))
      attempts += await commitUntilDone(member, unit)
    }
  } finally {
    done.abort()
  }
  const moves = await moving
  await member.leave()
  await cluster.disconnect()
  const values = await valuesIn(own.brokers, topic, 6)
  t.diagnostic(`${moves} moves, ${attempts} attempts for ${rounds} transactions`)
  assert.equal(values.length, rounds * 6)
  assert.equal(new Set(values).size, rounds * 6)
})
