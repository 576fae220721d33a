/** KIP-447 on the real broker: transactions are fenced by the group's generation, and positions in doubt are waited for. kafkajs has neither. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorType, Membership, TransactionalProducer } from '../../src/kafka/index.ts'
import { encodeMember } from '../../src/kafka/member-data.ts'
import type { MembershipSettings } from '../../src/kafka/membership.ts'
import { joinGroup } from '../../src/kafka/protocol/join-group.ts'
import { assignTasks } from '../../src/stream/stage/assignment.ts'
import { stack } from '../pipeline.ts'
import { readTopic } from '../reader.ts'
import { connected, joined, newTopic, outputOf, record, stockClient } from './cluster.ts'

type Cluster = Awaited<ReturnType<typeof connected>>

let input = ''
let output = ''
const clusters: Cluster[] = []
const stop = new AbortController()

before(async () => {
  input = await newTopic(2)
  output = await newTopic(2)
})
after(async () => {
  stop.abort()
  await Promise.all(clusters.map(cluster => cluster.disconnect()))
})

async function member(
  group: string,
  {
    instance = randomUUID(),
    sessionTimeoutMs = 6_000,
    fence = () => Promise.resolve(),
  }: Partial<Pick<MembershipSettings, 'instance' | 'sessionTimeoutMs' | 'fence'>> = {},
): Promise<{ membership: Membership; cluster: Cluster }> {
  const cluster = await connected(input, output)
  clusters.push(cluster)
  const membership = new Membership({
    cluster,
    group,
    instance,
    topics: [input],
    sessionTimeoutMs,
    rebalanceTimeoutMs: 10_000,
    assign: members => assignTasks(2, members),
    fence,
  })
  return { membership, cluster }
}

const position = (offset: number) => ({ topic: input, partition: 0, offset })
/** A position as the group answers it. */
const committed = (offset: number) => ({ ...position(offset), metadata: '' })
const output0 = (value: string) => outputOf(output, 0, [record('k', value)])

test('a stale generation is refused, and nothing of its transaction is ever seen', async () => {
  const group = randomUUID()
  const first = await member(group)
  const old = await joined(first.membership, stop.signal)
  const producer = await TransactionalProducer.open(first.cluster, `${group}.first`, 10_000)
  await producer.commit({
    outputs: [output0('before')],
    positions: [position(5)],
    group,
    generation: old.id,
    memberId: old.memberId,
  })

  // A second member joins: the generation moves on, and the first joins it again.
  const second = await member(group)
  const [other, again] = await Promise.all([
    joined(second.membership, stop.signal),
    sleep(200).then(() => joined(first.membership, stop.signal)),
  ])
  assert.equal(again.id, other.id)
  assert.ok(again.id > old.id)
  assert.ok(old.lost.aborted, 'whoever held the old generation was told')
  assert.deepEqual([...again.tasks, ...other.tasks].sort(), [0, 1])

  const stale = producer.commit({
    outputs: [output0('stale')],
    positions: [position(9)],
    group,
    generation: old.id,
    memberId: old.memberId,
  })
  await assert.rejects(stale, error => errorType(error) === 'ILLEGAL_GENERATION')

  // The producer is of no more use; a new one of the same id aborts what it left open, and the positions say what counts.
  const next = await TransactionalProducer.open(first.cluster, `${group}.first`, 10_000)
  assert.deepEqual(await first.membership.positions([{ topic: input, partition: 0 }], stop.signal), [committed(5)])
  await next.commit({
    outputs: [output0('after')],
    positions: [position(6)],
    group,
    generation: again.id,
    memberId: again.memberId,
  })
  const values = (await readTopic(stack(), output, 2)).map(({ bytes }) => bytes?.toString())
  assert.deepEqual(values, ['before', 'after'])
  await Promise.all([first.membership.leave(), second.membership.leave()])
})

test('the stock client’s commit, which carries no generation, is taken from anybody: why ours exists', async () => {
  const group = randomUUID()
  const { membership } = await member(group)
  await joined(membership, stop.signal)
  const stranger = stockClient().producer({ transactionalId: `${group}.stranger`, maxInFlightRequests: 1 })
  await stranger.connect()
  const transaction = await stranger.transaction()
  await transaction.sendOffsets({
    consumerGroupId: group,
    topics: [{ topic: input, partitions: [{ partition: 0, offset: '77' }] }],
  })
  await transaction.commit()
  assert.deepEqual(await membership.positions([{ topic: input, partition: 0 }], stop.signal), [committed(77)])
  await stranger.disconnect()
  await membership.leave()
})

test('a position that an open transaction is about to move is waited for', async () => {
  const group = randomUUID()
  const { membership } = await member(group)
  const { tasks } = await joined(membership, stop.signal)
  assert.deepEqual(tasks, [0, 1])
  const stranger = stockClient().producer({ transactionalId: `${group}.open`, maxInFlightRequests: 1 })
  await stranger.connect()
  const transaction = await stranger.transaction()
  await transaction.sendOffsets({
    consumerGroupId: group,
    topics: [{ topic: input, partitions: [{ partition: 0, offset: '12' }] }],
  })

  let answered = false
  const asked = membership.positions([{ topic: input, partition: 0 }], stop.signal).finally(() => (answered = true))
  await sleep(700)
  assert.equal(answered, false, 'no answer while the transaction is open')
  await transaction.commit()
  assert.deepEqual(await asked, [committed(12)])
  await stranger.disconnect()
  await membership.leave()
})

test('an orphaned transaction is ended by whoever initialises its id, not by its time-out', async () => {
  const group = randomUUID()
  const { membership, cluster } = await member(group)
  await joined(membership, stop.signal)
  const orphan = stockClient().producer({
    transactionalId: `${group}.orphan`,
    maxInFlightRequests: 1,
    transactionTimeout: 60_000,
  })
  await orphan.connect()
  const transaction = await orphan.transaction()
  await transaction.sendOffsets({
    consumerGroupId: group,
    topics: [{ topic: input, partitions: [{ partition: 0, offset: '3' }] }],
  })
  await TransactionalProducer.open(cluster, `${group}.orphan`, 10_000)
  assert.deepEqual(await membership.positions([{ topic: input, partition: 0 }], stop.signal), [committed(-1)])
  await orphan.disconnect()
  await membership.leave()
})

test('who comes back under the same name takes its place at once, and the one before is told so, not taken back', async () => {
  const group = randomUUID()
  const before = await member(group, { instance: 'a', sessionTimeoutMs: 30_000 })
  const old = await joined(before.membership, stop.signal)
  const again = await member(group, { instance: 'a', sessionTimeoutMs: 30_000 })
  const began = performance.now()
  const current = await joined(again.membership, stop.signal)
  assert.ok(performance.now() - began < 5_000, 'no session was waited for')
  assert.deepEqual(current.tasks, [0, 1])
  assert.notEqual(current.memberId, old.memberId)
  await assert.rejects(before.membership.heartbeat())
  assert.ok(old.lost.aborted)
  await assert.rejects(before.membership.join(stop.signal), error => errorType(error) === 'FENCED_INSTANCE_ID')
  await again.membership.leave()
})

test('the leader fences an instance that has vanished before anybody reads positions', async () => {
  const group = randomUUID()
  const fenced: string[] = []
  const fence = (instance: string) => {
    fenced.push(instance)
    return Promise.resolve()
  }
  const stays = await member(group, { instance: 'stays', sessionTimeoutMs: 1_500, fence })
  await joined(stays.membership, stop.signal)
  // A member that joins and then never says anything again.
  const { cluster } = await member(group)
  const silent = await cluster.findGroupCoordinator({ groupId: group })
  const metadata = encodeMember([input], { held: [], knows: [] })
  const vanishes = async () => {
    const { generationId, memberId } = await joinGroup(silent, {
      group,
      sessionTimeoutMs: 1_500,
      rebalanceTimeoutMs: 10_000,
      memberId: '',
      instance: 'vanishes',
      protocol: { name: 'signalbox', metadata },
    })
    await silent.syncGroup({ groupId: group, generationId, memberId, groupAssignment: [] })
  }
  const [, both] = await Promise.all([vanishes(), sleep(200).then(() => joined(stays.membership, stop.signal))])
  assert.equal(both.tasks.length, 1)
  assert.deepEqual(fenced, [])
  await new Promise(resolve => both.lost.addEventListener('abort', resolve))
  const alone = await joined(stays.membership, stop.signal)
  assert.deepEqual(alone.tasks, [0, 1])
  assert.deepEqual(fenced, ['vanishes'])
  await stays.membership.leave()
})
