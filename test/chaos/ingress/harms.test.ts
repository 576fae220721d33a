import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planOf } from './harms.ts'

test('every harm has its own place, those of brokers among the others, and some are of all brokers', () => {
  const plan = planOf({ events: 1_000_000, kills: 50, brokerKills: 5 })
  assert.equal(plan.length, 55)
  const places = plan.map(({ at }) => at)
  assert.equal(new Set(places).size, 55)
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  )
  const brokers = plan.flatMap(({ name }, n) => (name === 'ingress' ? [] : [`${n} ${name}`]))
  assert.deepEqual(brokers, ['5 a broker', '16 all brokers', '27 a broker', '38 all brokers', '49 a broker'])
})
