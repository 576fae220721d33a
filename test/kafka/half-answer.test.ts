/** A connection that ends in the middle of an answer: what came of it must not be taken for the beginning of the next connection's first. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listOffsets } from '../../src/kafka/index.ts'
import { stack } from '../pipeline.ts'
import { newTopic } from './cluster.ts'
import { api, FaultyNetwork } from './stock/faulty-network.ts'
import { oursOver, rejection } from './stock/stock.ts'

let network: FaultyNetwork
before(async () => {
  network = await FaultyNetwork.open(stack().brokers)
})
after(() => network.close())

test('half an answer costs the connection, and the next one is read from its own beginning', async () => {
  const topic = await newTopic()
  const cluster = await oursOver(stack().brokers, [topic], network.socketFactory)
  const place = { topic, partition: 0 }
  network.set({ halve: ({ api: key, earlier }) => key === api.listOffsets && earlier === 0 })
  await rejection(listOffsets(cluster, [place], 'end'))
  assert.deepEqual(await listOffsets(cluster, [place], 'end'), [{ ...place, offset: 0 }])
  await cluster.disconnect()
})
