/** The short form of npm run chaos: on the test run's stack, which is left alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killScenario } from './kill.ts'

test('undisturbed: every event reaches the receiver once, in its customer’s order', async t => {
  const counted = await killScenario({
    events: 2_000,
    connections: 20,
    pauseMs: 0,
    kills: 0,
    say: line => t.diagnostic(line),
  })
  assert.deepEqual(counted, {
    accepted: 2_000,
    unanswered: 0,
    missingInKafka: 0,
    twiceInKafka: 0,
    missingAtReceiver: 0,
    twiceAtReceiver: 0,
    outOfOrder: 0,
  })
})

test('killed with -9 three times: nothing accepted is lost, nothing is doubled in Kafka or at the receiver, order is kept', async t => {
  const counted = await killScenario({
    events: 3_000,
    connections: 20,
    pauseMs: 60,
    kills: 3,
    say: line => t.diagnostic(line),
  })
  assert.equal(counted.accepted, 3_000)
  assert.deepEqual(
    { ...counted, accepted: 0, unanswered: 0 },
    {
      accepted: 0,
      unanswered: 0,
      missingInKafka: 0,
      twiceInKafka: 0,
      missingAtReceiver: 0,
      twiceAtReceiver: 0,
      outOfOrder: 0,
    },
  )
})
