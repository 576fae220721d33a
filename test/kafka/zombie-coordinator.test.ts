/**
 * A coordinator that was stopped and goes on before it hears that it is none any more: it has every session end, gives a member a new id, and takes that back with its last word.
 * The group that counts never knew the id.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { errorType, Membership } from '../../src/kafka/index.ts'
import { stack } from '../pipeline.ts'
import { joined, newTopic } from './cluster.ts'
import { api, FaultyNetwork } from './stock/faulty-network.ts'
import { oursOver, rejection } from './stock/stock.ts'

let network: FaultyNetwork
before(async () => {
  network = await FaultyNetwork.open(stack().brokers)
})
after(() => network.close())

const unknownMember = 25
const notCoordinator = 16
/** Correlation and throttle time come first. */
const codeAt = 8

/** The next heartbeat is told that nobody knows the member, the next join is given an id that the group does not know, and the sync after it hears that there is no coordinator here. */
function coordinatorIsZombie(): void {
  network.set({
    answer: ({ api: key, earlier }, answer) => {
      if (earlier > 0) return answer
      if (key === api.heartbeat) answer.writeInt16BE(unknownMember, codeAt)
      if (key === api.syncGroup) answer.writeInt16BE(notCoordinator, codeAt)
      return key === api.joinGroup ? otherId(answer) : answer
    },
  })
}

/** The same answer with another id of the same length: ids end in a UUID. */
function otherId(answer: Buffer): Buffer {
  const text = answer.toString('latin1')
  return Buffer.from(text.replaceAll(/[0-9a-f]{12}(?![0-9a-f-])/g, '0'.repeat(12)), 'latin1')
}

test('an id that a coordinator gave which was none any more is given up: nobody has taken the place', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(stack().brokers, [topic], network.socketFactory)
  const stop = new AbortController()
  const membership = new Membership({
    cluster,
    group: randomUUID(),
    instance: 'one',
    topics: [topic],
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    assign: ([member]) => new Map([[member?.id ?? '', [0]]]),
    fence: () => Promise.resolve(),
  })
  const first = await joined(membership, stop.signal)
  coordinatorIsZombie()
  await rejection(membership.heartbeat())
  assert.ok(first.lost.aborted)
  assert.equal(errorType(await rejection(membership.join(stop.signal))), 'NOT_COORDINATOR_FOR_GROUP')
  const second = await membership.join(stop.signal)
  assert.deepEqual(second.tasks, [0])
  await membership.leave()
  await cluster.disconnect()
})
