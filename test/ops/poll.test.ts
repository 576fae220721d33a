import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { orderPoll } from '../../src/ops/poll-order.ts'
import { field } from '../field.ts'
import { operated, topology, type Operated } from './operated.ts'

let pipeline: Operated
before(async () => {
  pipeline = await operated()
})

test('an order lies in the poller’s topic, and in the audit; another source is refused', async () => {
  const from = Date.parse('2026-03-01T09:00:00Z')
  const { found, text } = await pipeline.run(context => orderPoll(context, 'ecm', { what: 'readFrom', from }))
  assert.ok(found)
  assert.match(text, /^ecm is asked: changes since then are read again/)
  const orders = topology.pollers.find(({ name }) => name === 'ecm')?.orders
  assert.ok(orders)
  const [order] = await pipeline.read(orders, 1, 2_000)
  assert.deepEqual([field(order?.value, 'what'), field(order?.value, 'from')], ['readFrom', from])
  const [entry] = await pipeline.read(topology.audit, 1, 2_000)
  assert.deepEqual([field(entry?.value, 'action'), field(entry?.value, 'target')], ['poll', 'ecm'])
  await assert.rejects(
    pipeline.run(context => orderPoll(context, 'emc', { what: 'poll', from: null })),
    { name: 'Refused', message: 'there is no source emc that is polled; there are ecm, workflow' },
  )
})
