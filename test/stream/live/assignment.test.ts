/** Tasks on a real Kafka: who keeps what in memory over rebalances, and what is refused at the start. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { stockClient } from '../../kafka/cluster.ts'
import { counted, counting, happenings, partitions } from './counting.ts'
import { makeTopics, startEngine, type EngineRun } from './engine-run.ts'
import { committed } from './output.ts'
import { happen } from './traffic.ts'

const runs: EngineRun[] = []
after(() => Promise.all(runs.map(run => run.stop())))

const settingsOf = (prefix = newPrefix()) => ({ brokers: stack().brokers, prefix, topology: counting })
function start(settings: Parameters<typeof startEngine>[0]): EngineRun {
  const run = startEngine(settings)
  runs.push(run)
  return run
}
const restored = async ({ engine }: EngineRun) => (await engine.metrics.restored.get()).values[0]?.value ?? 0
const outputs = (run: EngineRun, count: number) =>
  until(
    () => committed(run.engine, counted),
    records => records.length >= count,
    20_000,
  )

test('a task that comes back at the position it held keeps its memory; one that was elsewhere is restored', async () => {
  const settings = settingsOf()
  await makeTopics(settings)
  const one = start(settings)
  await one.running(partitions)
  await happen(one.engine, 0, 400)
  await outputs(one, 400)
  assert.equal(await restored(one), 0, 'a new group has nothing to restore')
  one.stage.observe()
  const { lag, lagSeconds, commitSeconds } = one.engine.metrics
  assert.deepEqual(
    [...(await lag.get()).values, ...(await lagSeconds.get()).values].map(({ value }) => value),
    Array.from({ length: 2 * partitions }, () => 0),
    'nothing is left, in records and in seconds, per task',
  )
  assert.ok((await commitSeconds.get()).values.some(({ value }) => value > 0))

  const two = start({ ...settings, instance: 'two' })
  await two.running(2)
  await one.running(2)
  assert.equal(await restored(one), 0, 'what it kept was not read again')
  assert.ok((await restored(two)) > 0, 'what moved was restored')
  await happen(one.engine, 400, 400)
  await outputs(one, 800)

  await two.stop()
  await one.running(partitions)
  const back = await restored(one)
  assert.ok(back > 0, 'what was elsewhere, and has moved on there, was restored')
  await happen(one.engine, 800, 400)
  const records = await outputs(one, 1_200)
  assert.equal(records.length, 1_200)
  // Every subject was counted from 1 on without a gap, whoever counted.
  const counts = new Map<string, number>()
  for (const { key, value } of records) {
    const { count } = decoded(one, value)
    const subject = String(key)
    assert.equal(count, (counts.get(subject) ?? 0) + 1, `the count of ${subject}`)
    counts.set(subject, count)
  }
})

function decoded({ engine }: EngineRun, value: Buffer | null): { count: number } {
  const { value: record } = engine.codec.decode(value)
  assert.ok(typeof record === 'object' && record !== null && 'count' in record && typeof record.count === 'number')
  return { count: record.count }
}

test('inputs with other partitions than declared are refused, naming them', async () => {
  const settings = settingsOf()
  await makeTopics(settings, { happenings: 5 })
  const run = start(settings)
  await assert.rejects(run.ended, /happenings has 5 partitions, declared are 4/)
})

test('a group whose positions are gone while its state is there is refused: nothing is processed again in silence', async () => {
  const settings = { ...settingsOf(), env: { SIGNALBOX_ON_STOP: 'leave' } }
  await makeTopics(settings)
  const one = start(settings)
  await one.running(partitions)
  await happen(one.engine, 0, 100)
  await outputs(one, 100)
  await one.stop()
  const admin = stockClient().admin()
  await admin.connect()
  await admin.deleteGroups([`${settings.prefix}signalbox.process`])
  await admin.disconnect()
  const again = start(settings)
  await assert.rejects(again.ended, /has state but the group has no positions/)
  assert.equal((await committed(again.engine, counted)).length, 100)
  assert.equal(happenings.partitions, partitions)
})
