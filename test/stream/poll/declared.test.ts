import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, schemasOf, topicsOf } from '../../../src/stream/index.ts'
import { topology } from '../../../src/topology.ts'

test('a poller whose orders or state have more than one partition, or whose rows have no one schema, is refused', () => {
  const [first, ...others] = topology.pollers
  assert.ok(first)
  const orders = { ...first.orders, partitions: 2 }
  const state = { ...first.state, partitions: 3, records: [] }
  assert.deepEqual(problemsOf({ ...topology, pollers: [{ ...first, orders, state }, ...others] }), [
    `${first.orders.name} must have one partition, not 2: one process polls ${first.name}`,
    `${first.state.name} must have one partition, not 3: one process polls ${first.name}`,
    `${first.state.name} must have one schema: that of its rows`,
  ])
  assert.deepEqual(problemsOf({ ...topology, pollers: [first, first] }), [`two parts are called ${first.name}`])
  assert.deepEqual(problemsOf(topology), [])
})

test('topics and schemas of pollers are provisioned with the others', () => {
  const [topics, schemas] = [new Set<unknown>(topicsOf(topology)), new Set<unknown>(schemasOf(topology))]
  for (const { orders, state, topics: written } of topology.pollers)
    for (const topic of [orders, state, ...written]) {
      assert.ok(topics.has(topic), topic.name)
      for (const schema of topic.records) assert.ok(schemas.has(schema), schema.name)
    }
})
