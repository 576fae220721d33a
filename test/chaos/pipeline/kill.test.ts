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

test('killed with -9 three times: nothing accepted is lost, nothing is doubled in Kafka, order is kept', async t => {
  const counted = await killScenario({
    events: 3_000,
    connections: 20,
    pauseMs: 60,
    kills: 3,
    say: line => t.diagnostic(line),
  })
  const { accepted, missingInKafka, twiceInKafka, missingAtReceiver, twiceAtReceiver, outOfOrder } = counted
  assert.equal(accepted, 3_000)
  assert.deepEqual(
    { missingInKafka, twiceInKafka, missingAtReceiver, outOfOrder },
    { missingInKafka: 0, twiceInKafka: 0, missingAtReceiver: 0, outOfOrder: 0 },
  )
  // A call that was in flight at a kill is made again: at most one batch of 75 each.
  assert.ok(twiceAtReceiver <= 3 * 75, `${twiceAtReceiver} applied twice`)
  t.diagnostic(`${twiceAtReceiver} events were in calls in flight at a kill and applied twice`)
})
