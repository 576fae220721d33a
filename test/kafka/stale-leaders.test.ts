/** A leader has moved, and the client still knows the old one: whoever is refused asks for the leaders anew, because nobody else may have a reason to. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errorType, listOffsets } from '../../src/kafka/index.ts'
import { stack } from '../pipeline.ts'
import { newTopic, record } from './cluster.ts'
import { api, FaultyNetwork, type Request } from './stock/faulty-network.ts'
import { oursOver, rejection } from './stock/stock.ts'
import { soleMember } from './unit.ts'

let network: FaultyNetwork
before(async () => {
  network = await FaultyNetwork.open(stack().brokers)
})
after(() => network.close())

const notLeader = 6

/** Until the client asks for the leaders, the broker says of a kind of request that it is not the leader. `codeAt`: where the one partition's code lies in the answer. */
function refusing(key: number, codeAt: number): void {
  network.set({
    answer: (request: Request, answer: Buffer) => {
      if (request.api === key && network.count(api.metadata) === 0) answer.writeInt16BE(notLeader, codeAt)
      return answer
    },
  })
}

test('offsets of a partition whose leader has moved are refused once, not for ever', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(stack().brokers, [topic], network.socketFactory)
  const place = { topic, partition: 0 }
  for (const bound of ['start', 'end'] as const) {
    // Correlation, throttle time, one topic, its name, one partition, its number.
    refusing(api.listOffsets, 4 + 4 + 4 + 2 + topic.length + 4 + 4)
    assert.equal(errorType(await rejection(listOffsets(cluster, [place], bound))), 'NOT_LEADER_FOR_PARTITION')
    assert.deepEqual(await listOffsets(cluster, [place], bound), [{ ...place, offset: 0 }])
  }
  await cluster.disconnect()
})

test('a leader that does not answer a Produce any more is asked for anew', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(stack().brokers, [topic], network.socketFactory)
  const member = await soleMember(cluster, topic)
  const unit = [{ topic, partition: 0, records: [record('k', 'v')] }]
  await member.commit(unit)
  network.set({
    answer: ({ api: key, earlier }, answer) => (key === api.produce && earlier === 0 ? undefined : answer),
  })
  await rejection(member.commit(unit))
  assert.ok(network.count(api.metadata) > 0)
  await member.commit(unit)
  await member.leave()
  await cluster.disconnect()
})
