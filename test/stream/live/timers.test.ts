/** Timers of the wall clock on a real Kafka: each fires once and never early, also when the process that held it is killed. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../../../src/stream/index.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { counting, happenings, Happening, partitions } from './counting.ts'
import { engineOf, makeTopics, startEngine, type EngineRun } from './engine-run.ts'
import { committed } from './output.ts'
import { fired, timing } from './timing.ts'
import { write } from './traffic.ts'

const timers = 5_000
const runs: EngineRun[] = []
const children: ChildProcess[] = []
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(runs.map(run => run.stop()))
})

/** Sets as many timers as there are, due evenly over so many ms from the topology's base on. */
const set = (engine: Engine, overMs: number) =>
  write(
    engine,
    happenings,
    Array.from({ length: timers }, (_, n) => {
      const [eventId, subject, number] = [`e-${n}`, `t-${n}`, Math.floor((n * overMs) / timers)]
      const value = engine.codec.encode(Happening, { eventId, subject, occurredAt: 1_000, number })
      return { key: Buffer.from(subject), value, headers: [], timestamp: Date.now() }
    }),
  )

const firings = (engine: Engine, count: number) =>
  until(
    () => committed(engine, fired),
    records => records.length >= count,
    60_000,
  )

/** When each timer was due and fired, by key. */
function timesIn(engine: Engine, records: Awaited<ReturnType<typeof firings>>) {
  return records.map(({ key, value }) => {
    const { value: record } = engine.codec.decode(value)
    assert.ok(typeof record === 'object' && record !== null && 'due' in record && 'firedAt' in record)
    assert.ok(typeof record.due === 'number' && typeof record.firedAt === 'number')
    return { key: String(key), due: record.due, firedAt: record.firedAt }
  })
}

async function eachOnce(engine: Engine, base: number, overMs: number) {
  await firings(engine, timers)
  await sleep(500)
  const times = timesIn(engine, await committed(engine, fired))
  assert.equal(times.length, timers, 'as many fire as were set')
  assert.equal(new Set(times.map(({ key }) => key)).size, timers, 'each once')
  for (const { key, due, firedAt } of times) {
    assert.equal(due, base + Math.floor((Number(key.slice(2)) * overMs) / timers), `when ${key} was due`)
    assert.ok(firedAt >= due, `${key} fired ${due - firedAt} ms early`)
  }
  return times
}

test('5,000 timers due within a second', async t => {
  const base = Date.now() + 5_000
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology: timing(base) }
  await makeTopics(settings)
  const run = startEngine(settings)
  runs.push(run)
  await run.running(partitions)
  await set(run.engine, 1_000)
  const times = await eachOnce(run.engine, base, 1_000)
  const late = times.map(({ due, firedAt }) => firedAt - due).sort((a, b) => a - b)
  t.diagnostic(`late by ${late[timers / 2]} ms (median), ${late.at(-1)} ms (max)`)
})

test('5,000 timers, and the process is killed while they fire', async t => {
  const base = Date.now() + 8_000
  const overMs = 8_000
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology: timing(base) }
  await makeTopics(settings)
  const engine = engineOf(settings)
  const args = [
    '--import',
    'tsx',
    join(import.meta.dirname, 'timing-child.ts'),
    settings.brokers,
    settings.prefix,
    'one',
    `${base}`,
  ]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  children.push(child)
  await set(engine, overMs)
  await until(
    () => committed(engine, counting.changelog),
    records => records.length >= timers,
    30_000,
  )
  await firings(engine, 500)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const killed = Date.now()

  const run = startEngine(settings)
  runs.push(run)
  const times = await eachOnce(engine, base, overMs)
  const before = times.filter(({ firedAt }) => firedAt <= killed).length
  t.diagnostic(`${before} had fired when it was killed`)
  assert.ok(before >= 500 && before < timers, `${before} fired before the kill`)
})

test('what cancels a timer in time, while no process runs, is read before the overdue timer fires', async t => {
  const base = Date.now() + 6_000
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology: timing(base) }
  await makeTopics(settings)
  const keys = Array.from({ length: 400 }, (_, n) => `t-${n}`)
  const one = startEngine(settings)
  runs.push(one)
  await one.running(partitions)
  const tell = (of: readonly string[], number: number) =>
    write(
      one.engine,
      happenings,
      of.map(subject => {
        const value = one.engine.codec.encode(Happening, {
          eventId: `${subject} ${number}`,
          subject,
          occurredAt: 1_000,
          number,
        })
        return { key: Buffer.from(subject), value, headers: [], timestamp: Date.now() }
      }),
    )
  await tell(keys, 0)
  await until(
    () => committed(one.engine, counting.changelog),
    records => records.length >= keys.length,
  )
  await one.stop()
  const [kept = '', ...done] = keys
  await tell(done, -1)
  assert.ok(Date.now() < base, `${Date.now() - base} ms too late for the test to mean anything`)
  await sleep(base + 1_000 - Date.now())

  const two = startEngine(settings)
  runs.push(two)
  await two.running(partitions)
  const began = Date.now()
  const [first] = timesIn(two.engine, await firings(two.engine, 1))
  t.diagnostic(`the timer that nothing cancelled fired ${(first?.firedAt ?? NaN) - began} ms after the process ran`)
  await sleep(1_500)
  const fires = timesIn(two.engine, await committed(two.engine, fired))
  assert.deepEqual(
    fires.map(({ key }) => key),
    [kept],
  )
})

test('overdue timers of inputs in which nothing lies fire soon after a start', async t => {
  const base = Date.now() + 4_000
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology: timing(base) }
  await makeTopics(settings)
  const one = startEngine(settings)
  runs.push(one)
  await one.running(partitions)
  await set(one.engine, 1)
  await until(
    () => committed(one.engine, counting.changelog),
    records => records.length >= timers,
  )
  await one.stop()
  await sleep(Math.max(0, base + 500 - Date.now()))
  const two = startEngine(settings)
  runs.push(two)
  await two.running(partitions)
  const began = Date.now()
  const times = await eachOnce(two.engine, base, 1)
  const last = Math.max(...times.map(({ firedAt }) => firedAt)) - began
  t.diagnostic(`all had fired ${last} ms after the process ran`)
  assert.ok(last < 5_000, `${last} ms`)
})
