/** Sources that choose partitions by their own rule, on a real Kafka: each record joined, counted and ordered once, whatever is killed meanwhile. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createCluster, headerOf, TransactionalProducer, type RecordToWrite } from '../../../src/kafka/index.ts'
import { onCluster, type Engine } from '../../../src/stream/index.ts'
import type { Stream } from '../../../src/stream/define.ts'
import kafkajs from 'kafkajs'
import { stockClient } from '../../kafka/cluster.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { engineOf, makeTopics, startEngine, type EngineRun } from './engine-run.ts'
import { committed } from './output.ts'
import { moved, partitions, right, sale, sales, tally, tallied, tierRow, tiers, writeTo, wrong } from './tally.ts'

const { CompressionTypes } = kafkajs
const runs: EngineRun[] = []
const children: ChildProcess[] = []
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(runs.map(run => run.stop()))
})

const newSettings = () => ({ brokers: stack().brokers, prefix: newPrefix(), topology: tally })
async function start(settings: ReturnType<typeof newSettings>): Promise<EngineRun> {
  const run = startEngine(settings)
  runs.push(run)
  await run.running(partitions)
  return run
}

const lying = (engine: Engine, topic: Stream, count: number, waitMs = 30_000) =>
  until(
    () => committed(engine, topic),
    records => records.length >= count,
    waitMs,
  )

const Line = z.object({ eventId: z.string(), number: z.number(), count: z.number(), tier: z.string() })
/** What came out for each customer, in order. */
function bySubject({ codec }: Engine, records: readonly RecordToWrite[]) {
  const lines = new Map<string, z.output<typeof Line>[]>()
  for (const { key, value } of records) {
    const line = Line.parse(codec.decode(value).value)
    lines.set(String(key), [...(lines.get(String(key)) ?? []), line])
  }
  return lines
}

/** Every number once, in its order, each counted as its customer's next. */
function assertWhole(engine: Engine, records: readonly RecordToWrite[], events: number, subjects: number): void {
  const lines = bySubject(engine, records)
  assert.equal(records.length, events)
  assert.equal(lines.size, subjects)
  for (const [subject, own] of lines) {
    const first = Number(subject.slice(2))
    const expected = Array.from({ length: own.length }, (_, n) => [first + n * subjects, n + 1])
    assert.deepEqual(
      own.map(({ number, count }) => [number, count]),
      expected,
      subject,
    )
  }
}

const countsIn = async ({ engine }: EngineRun) =>
  (await engine.metrics.misplaced.get()).values.map(({ labels, value }) => [labels['topic'], labels['source'], value])

test('order, join, copies, filters, dead letters and counts', async () => {
  const settings = newSettings()
  await makeTopics(settings)
  const run = await start(settings)
  const { engine } = run
  const subjects = Array.from({ length: 40 }, (_, n) => `c-${n}`)
  await writeTo(
    engine,
    tiers,
    subjects.map(key => ({ partition: right(key), record: tierRow(engine, key, `tier of ${key}`) })),
  )
  const misplacedRow = { partition: wrong('c-0'), record: tierRow(engine, 'c-0', 'of a wrong partition') }
  await writeTo(engine, tiers, [misplacedRow])

  const events = 4_000
  // A quarter of the customers lie right. Every tenth sale is written to both, every seventh is nobody's business.
  const written = Array.from({ length: events }, (_, n) => {
    const subject = `c-${n % 40}`
    const isWrong = n % 4 !== 0
    const unwanted = {
      partition: wrong(subject),
      record: sale(engine, events + n, subject, { kind: 'returned', source: '/returns' }),
    }
    const one = { partition: isWrong ? wrong(subject) : right(subject), record: sale(engine, n, subject) }
    const copy = { partition: isWrong ? right(subject) : wrong(subject), record: sale(engine, n, subject) }
    return { one, copy, unwanted, n }
  })
  await writeTo(
    engine,
    sales,
    written.flatMap(({ one, unwanted, n }) => (n % 7 === 0 ? [one, unwanted] : [one])),
  )
  await lying(engine, tallied, events)
  const copies = written.filter(({ n }) => n % 10 === 0).map(({ copy }) => copy)
  await writeTo(engine, sales, copies)
  const bad = { partition: wrong('c-1'), record: sale(engine, 99_999, 'c-1', { kind: 'bad' }) }
  const keyless = { partition: 1, record: { ...sale(engine, 99_998, 'c-1'), key: null } }
  const foreign = { partition: wrong('c-1'), record: { ...sale(engine, 99_997, 'c-2'), key: Buffer.from('c-1') } }
  await writeTo(engine, sales, [bad, keyless, foreign])

  const letters = await lying(engine, tally.deadLetters, 4)
  assertWhole(engine, await committed(engine, tallied), events, 40)
  for (const [subject, own] of bySubject(engine, await committed(engine, tallied)))
    for (const { tier } of own) assert.equal(tier, `tier of ${subject}`)

  const words = letters.map(letter => String(headerOf(letter.headers, 'signalbox_reason')?.[1]).split(':')[0])
  assert.deepEqual(words.sort(), ['asked', 'misplaced', 'no_key', 'wrong_key'])
  const letter = letters.find(({ headers }) => String(headerOf(headers, 'signalbox_reason')?.[1]) === 'asked')
  assert.ok(letter)
  const lay = await committed(engine, sales)
  const placed = lay.filter(({ partition }) => partition === wrong('c-1'))
  const offset = placed.findIndex(({ headers }) => String(headerOf(headers, 'n')?.[1]) === '99999')
  assert.deepEqual(
    letter.headers.map(([name, value]) => [name, String(value)]),
    [
      ['n', '99999'],
      ['signalbox_stage', 'process'],
      ['signalbox_by', 'tally'],
      ['signalbox_reason', 'asked'],
      ['signalbox_topic', onCluster(engine, sales)],
      ['signalbox_partition', String(wrong('c-1'))],
      ['signalbox_offset', String(offset)],
      ['signalbox_timestamp', String(bad.record.timestamp)],
    ],
  )
  assert.deepEqual([letter.key, letter.value], [bad.record.key, bad.record.value])

  const wrongCopies = written.filter(({ n }) => n % 10 === 0 && n % 4 === 0).length
  const [tillCount, returns] = [events * 0.75 + wrongCopies + 1, Math.ceil(events / 7)]
  const counted = [
    [onCluster(engine, tiers), 'unknown', 1],
    [onCluster(engine, sales), '/till', tillCount],
    [onCluster(engine, sales), '/returns', returns],
  ]
  assert.deepEqual((await countsIn(run)).sort(), counted.sort())
  assert.equal((await committed(engine, moved)).length, tillCount, 'what nobody wants is not moved')
  const known = (await engine.metrics.decisions.get()).values.map(({ value }) => value)
  assert.deepEqual(known, [copies.length], 'each copy is a duplicate')
})

test('transactions that are given up count nothing', async t => {
  const settings = newSettings()
  await makeTopics(settings)
  const run = await start(settings)
  const { engine } = run
  const events = 6_000
  const writing = writeTo(
    engine,
    sales,
    Array.from({ length: events }, (_, n) => ({
      partition: wrong(`c-${n % 20}`),
      record: sale(engine, n, `c-${n % 20}`),
    })),
    50,
  )
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  for (let fence = 0; fence < 3; fence++) {
    await sleep(150)
    await TransactionalProducer.open(cluster, `${settings.prefix}signalbox.process.one`, 10_000)
  }
  await writing
  await cluster.disconnect()
  assertWhole(engine, await lying(engine, tallied, events), events, 20)
  const aborted = (await engine.metrics.aborted.get()).values.reduce((sum, { value }) => sum + value, 0)
  t.diagnostic(`${aborted} transactions were given up`)
  assert.ok(aborted > 0)
  assert.deepEqual(await countsIn(run), [[onCluster(engine, sales), '/till', events]])
  assert.equal((await committed(engine, moved)).length, events)
})

test('kill -9, three times in the midst: each once, in order', async t => {
  const settings = newSettings()
  await makeTopics(settings)
  const engine = engineOf(settings)
  const [events, subjects, kills] = [12_000, 30, 3]
  const chosen = Array.from({ length: events }, (_, n) => {
    const subject = `c-${n % subjects}`
    return { partition: n % 3 === 0 ? right(subject) : wrong(subject), record: sale(engine, n, subject) }
  })
  const share = events / (kills + 1)
  const misplacedOf = (n: number) =>
    chosen.slice(0, n).filter(({ partition, record }) => partition !== right(String(record.key))).length
  let unfinished = 0
  for (let kill = 0; kill < kills; kill++) {
    const args = ['--import', 'tsx', join(import.meta.dirname, 'tally-child.ts'), settings.brokers, settings.prefix]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    await once(child.stdout, 'data')
    const before = (await committed(engine, moved)).length
    const writing = writeTo(engine, sales, chosen.slice(kill * share, (kill + 1) * share), 25, 10)
    await lying(engine, moved, before + 100)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await writing
    const left = misplacedOf((kill + 1) * share) - (await committed(engine, moved)).length
    t.diagnostic(`killed when ${left} were not moved`)
    if (left > 0) unfinished++
  }
  assert.ok(unfinished > 0, 'it was killed in the midst')
  const run = await start(settings)
  await writeTo(engine, sales, chosen.slice(kills * share))
  assertWhole(engine, await lying(engine, tallied, events, 60_000), events, subjects)
  await sleep(500)
  const inMoved = await committed(engine, moved)
  assert.equal(inMoved.length, misplacedOf(events))
  const places = inMoved.map(({ headers }) =>
    headers
      .slice(-4, -1)
      .map(([, value]) => String(value))
      .join(' '),
  )
  assert.equal(new Set(places).size, inMoved.length, 'each was moved once')
  assert.equal((await committed(run.engine, tallied)).length, events)
})

test('records as large as their topic takes, and larger once they are unpacked, stop nobody', async () => {
  const settings = newSettings()
  await makeTopics(settings)
  const run = await start(settings)
  const { engine } = run
  const full = 4_194_304 - 300
  const padding = 'x'.repeat(full - (sale(engine, 1, 'c-1', { source: '' }).value?.length ?? 0) - 10)
  const large = sale(engine, 1, 'c-1', { source: padding })
  const bad = { ...large, value: Buffer.alloc(full, 7) }
  const flooded = { ...sale(engine, 2, 'c-1'), headers: [['flood', 'y'.repeat(full - 200)]] as const }
  const [to, next] = [wrong('c-1'), sale(engine, 3, 'c-1')]
  for (const record of [large, bad, flooded, next]) await writeTo(engine, sales, [{ partition: to, record }])
  const unpacked = stockClient().producer({ createPartitioner: () => () => to })
  await unpacked.connect()
  const messages = [{ key: 'c-1', value: Buffer.alloc(12_000_000, 7), partition: to }]
  await unpacked.send({ topic: onCluster(engine, sales), messages, compression: CompressionTypes.GZIP })
  await unpacked.disconnect()
  await writeTo(engine, sales, [{ partition: to, record: sale(engine, 4, 'c-1') }])

  const letters = await lying(engine, tally.deadLetters, 4)
  const said = letters.map(({ headers, value }) =>
    ['reason', 'offset']
      .map(name => String(headerOf(headers, `signalbox_${name}`)?.[1]).split(':')[0])
      .concat(value === null ? 'none' : 'whole'),
  )
  assert.deepEqual(said, [
    ['misplaced', '0', 'none'],
    ['bad_frame', '1', 'none'],
    ['misplaced', '2', 'none'],
    ['bad_frame', '4', 'none'],
  ])
  for (const { key, headers } of letters) {
    assert.equal(String(key), 'c-1')
    assert.match(String(headerOf(headers, 'signalbox_cut')?.[1]), /^\d{7,8} bytes are too many/)
  }
  const out = bySubject(engine, await lying(engine, tallied, 2)).get('c-1')
  assert.deepEqual(
    out?.map(({ number, count }) => [number, count]),
    [
      [3, 1],
      [4, 2],
    ],
  )
  assert.equal(run.stage.status, 'running')
})
