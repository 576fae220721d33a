/** State read back on a real Kafka: every row as it was last committed, and never less than what is committed. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Transaction } from 'kafkajs'
import { createCluster, partitionOf, Publisher } from '../../../src/kafka/index.ts'
import { onCluster, type Engine } from '../../../src/stream/index.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { stockClient } from '../../kafka/cluster.ts'
import { counted, counting, happenings, partitions } from './counting.ts'
import { makeTopics, startEngine, type EngineRun, type EngineSettings } from './engine-run.ts'
import { committed } from './output.ts'
import { happen, happened, write } from './traffic.ts'

const runs: EngineRun[] = []
const opened: { end(): Promise<void> }[] = []
after(async () => {
  await Promise.all(opened.map(one => one.end()))
  await Promise.all(runs.map(run => run.stop()))
})

function start(settings: EngineSettings): EngineRun {
  const run = startEngine(settings)
  runs.push(run)
  return run
}
const newSettings = () => ({ brokers: stack().brokers, prefix: newPrefix(), topology: counting })

/** Key, and the count in its row; null deletes it. */
type Row = readonly [key: string, count: number | null]
const prefix = 'count/counts/'
const placed = (engine: Engine, [key, count]: Row) => {
  const store = counting.processors[0]?.keeps[0]
  assert.ok(store)
  const value = count === null ? null : engine.codec.encode(store.schema, { count })
  return { partition: partitionOf(Buffer.from(key), partitions), key: Buffer.from(prefix + key), value }
}

/** Rows straight into the changelog, each into the partition of its own key. */
async function writeRows(engine: Engine, rows: readonly Row[]): Promise<void> {
  const topic = onCluster(engine, counting.changelog)
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  await cluster.addMultipleTargetTopics([topic])
  const publisher = new Publisher(cluster, 20_000, engine.log, () => undefined)
  for (let at = 0; at < rows.length; at += 5_000)
    await publisher.publish(
      rows.slice(at, at + 5_000).map(row => {
        const { partition, key, value } = placed(engine, row)
        return { topic, partition, record: { key, value, headers: [], timestamp: Date.now() } }
      }),
    )
  await cluster.disconnect()
}

/** A transaction of somebody else, open until it is told to end. */
async function openTransaction(): Promise<Transaction> {
  const producer = stockClient().producer({ transactionalId: newPrefix(), maxInFlightRequests: 1, idempotent: true })
  await producer.connect()
  const transaction = await producer.transaction()
  opened.push({
    end: async () => {
      if (transaction.isActive()) await transaction.abort().catch(() => undefined)
      await producer.disconnect()
    },
  })
  return transaction
}

const outputs = (run: EngineRun, count: number) =>
  until(
    () => committed(run.engine, counted),
    records => records.length >= count,
    60_000,
  )
function countIn({ codec }: Engine, value: Buffer | null): unknown {
  const { value: record } = codec.decode(value)
  return typeof record === 'object' && record !== null && 'count' in record ? record.count : undefined
}

/** What the next event of each key is counted. */
async function countsOf(run: EngineRun, before: number, first: number, keys: readonly string[]) {
  await write(
    run.engine,
    happenings,
    keys.map((key, n) => happened(run.engine, first + n, key)),
  )
  const records = (await outputs(run, before + keys.length)).filter(({ key }) => !String(key).startsWith('s-'))
  assert.equal(records.length, keys.length)
  return new Map(records.map(({ key, value }) => [String(key), countIn(run.engine, value)]))
}

async function ranOnce(settings: EngineSettings, events: number): Promise<EngineRun> {
  await makeTopics(settings)
  const run = start(settings)
  await run.running(partitions)
  await happen(run.engine, 0, events)
  assert.equal((await outputs(run, events)).length, events)
  return run
}

const waits = async (run: EngineRun) => {
  const restoring = await until(
    () => Promise.resolve(run.stage.status),
    status => status === 'restoring' || status === 'running',
  )
  assert.equal(restoring, 'restoring')
  await sleep(1_500)
  assert.equal(run.stage.status, 'restoring', 'it waits for the transaction that is open below the high watermark')
}

test('50,000 rows, a tenth of them deleted, some under transactions of somebody else', async t => {
  const settings = newSettings()
  const one = await ranOnce(settings, 100)
  await one.stop()
  const rows: Row[] = Array.from({ length: 50_000 }, (_, n) => [`k-${n}`, (n % 7) + 1])
  const deleted = rows.flatMap(([key], n): Row[] => (n % 10 === 0 ? [[key, null]] : []))
  await writeRows(one.engine, [...rows, ...deleted])
  const topic = onCluster(one.engine, counting.changelog)
  const [kept, dropped] = [await openTransaction(), await openTransaction()]
  const late: Row[] = [1, 2, 3, 4].flatMap((n): Row[] => [[`k-${n}`, 40 + n]])
  const never: Row[] = [5, 6, 7, 8].map(n => [`k-${n}`, 90 + n])
  await kept.send({ topic, messages: late.map(row => placed(one.engine, row)) })
  await dropped.send({ topic, messages: never.map(row => placed(one.engine, row)) })
  const above: Row[] = Array.from({ length: 200 }, (_, n) => [`k-${1_001 + n}`, 500])
  await writeRows(one.engine, above)

  const two = start(settings)
  await waits(two)
  await kept.commit()
  await dropped.abort()
  const began = performance.now()
  await two.running(partitions)
  t.diagnostic(`running ${(performance.now() - began).toFixed()} ms after the transactions had ended`)

  const expected = new Map(rows)
  for (const [key, count] of [...deleted, ...late, ...above]) expected.set(key, count)
  const counts = await countsOf(two, 100, 1_000, [...expected.keys()])
  for (const [key, count] of expected) assert.equal(counts.get(key), (count ?? 0) + 1, `the count of ${key}`)
})

test('event ids above a transaction of somebody else are known again', async () => {
  const settings = newSettings()
  await makeTopics(settings)
  const topic = `${settings.prefix}process.event-ids`
  const one = start(settings)
  await one.running(partitions)
  const foreign = await openTransaction()
  const messages = Array.from({ length: partitions }, (_, partition) => ({ partition, value: 'never' }))
  await foreign.send({ topic, messages })
  await happen(one.engine, 0, 100)
  assert.equal((await outputs(one, 100)).length, 100)
  await one.stop()

  const two = start(settings)
  await waits(two)
  await foreign.abort()
  await two.running(partitions)
  await happen(two.engine, 0, 100)
  await happen(two.engine, 100, 50)
  assert.equal((await outputs(two, 150)).length, 150, 'what comes again is not processed again')
})
