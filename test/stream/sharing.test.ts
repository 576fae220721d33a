/** Several processes of one pipeline: they share the tasks, hand them over in order, and take over those of one that was killed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchType, consent, view } from '../event.ts'
import { field } from '../field.ts'
import { startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

/** The tasks of the process stage that a process says it holds and serves; undefined while it does not serve. */
async function tasksOf(pipeline: TestPipeline): Promise<number | undefined> {
  const answer = await fetch(`${pipeline.url}/readyz`)
  const tasks = field(field(field(await answer.json(), 'stages'), 'process'), 'tasks')
  return answer.ok && Array.isArray(tasks) ? tasks.length : undefined
}

test('two processes share the tasks; state, order and deliveries survive the second one’s coming and its kill -9', async t => {
  const first = await startPipeline({ SIGNALBOX_INSTANCE: 'first' })
  const customers = Array.from({ length: 40 }, (_, n) => `c${n}`)
  await first.post(customers.map(consent), batchType)
  const views = (round: number) => customers.map(subject => view(`${round}-${subject}`, subject, String(round)))
  await first.post(views(1), batchType)
  await until(
    () => first.sandbox.applied('events'),
    count => count >= 40,
  )

  const second = await startPipeline({ SIGNALBOX_INSTANCE: 'second' }, { prefix: first.prefix, sandbox: first.sandbox })
  assert.equal(
    await until(
      () => tasksOf(first),
      count => count === 3,
    ),
    3,
  )
  assert.equal(
    await until(
      () => tasksOf(second),
      count => count === 3,
    ),
    3,
  )
  // Whoever holds a task now must know the consents that the other had read.
  await second.post(views(2), batchType)
  assert.equal(
    await until(
      () => first.sandbox.applied('events'),
      count => count >= 80,
    ),
    80,
  )

  // A call that was in flight at the kill is made again, with the same event ids.
  const distinct = async () =>
    new Set((await first.sandbox.objects('events')).map(({ object }) => field(object['properties'], 'event_id'))).size
  const killed = performance.now()
  await second.kill()
  await first.post(views(3), batchType)
  assert.equal(await until(distinct, count => count >= 120), 120)
  t.diagnostic(
    `all of a killed process's tasks were served ${((performance.now() - killed) / 1_000).toFixed(1)} s after kill -9 (session 2 s)`,
  )
  assert.equal(
    await until(
      () => tasksOf(first),
      count => count === 6,
    ),
    6,
  )

  const decisions = await first.readTopic('decisions', 0)
  assert.equal(decisions.length, 0, 'no consent was forgotten')
  for (const subject of customers) {
    const seen = (await first.sandbox.objects('events')).filter(({ object }) => object['external_id'] === subject)
    assert.deepEqual([...new Set(seen.map(({ object }) => field(object['properties'], 'product_id')))], ['1', '2', '3'])
  }
  await first.stop()
})
