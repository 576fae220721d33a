/** Ten thousand spoilt records among as many good ones: the good are processed, the spoilt are dead letters byte for byte, and nothing stalls. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { headerOf, type RecordToWrite } from '../../../src/kafka/index.ts'
import type { Engine } from '../../../src/stream/index.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { counted, counting, happenings, partitions } from './counting.ts'
import { makeTopics, startEngine, type EngineRun } from './engine-run.ts'
import { committed } from './output.ts'
import { happened, write } from './traffic.ts'

const each = 10_000
const runs: EngineRun[] = []
after(() => Promise.all(runs.map(run => run.stop())))

type Spoil = (record: RecordToWrite, n: number) => RecordToWrite
const valueOf = (record: RecordToWrite): Buffer => Buffer.from(record.value ?? Buffer.alloc(0))
const withValue = (record: RecordToWrite, change: (value: Buffer) => Buffer | null): RecordToWrite => ({
  ...record,
  value: change(valueOf(record)),
})
/** Kinds of spoiling and the reason's word that each must have. */
const kinds: readonly (readonly [word: string, spoil: Spoil])[] = [
  ['bad_frame', record => withValue(record, value => Buffer.concat([Buffer.from([7]), value.subarray(1)]))],
  ['bad_frame', (record, n) => withValue(record, value => value.subarray(0, n % 5))],
  [
    'unknown_schema_id',
    record =>
      withValue(record, value => {
        value.writeInt32BE(4_711, 1)
        return value
      }),
  ],
  ['bad_avro', (record, n) => withValue(record, value => value.subarray(0, 6 + (n % (value.length - 6))))],
  ['bad_avro', record => withValue(record, value => Buffer.concat([value, Buffer.from([0])]))],
  ['wrong_key', (record, n) => ({ ...record, key: Buffer.from(`not-${n}`) })],
  ['no_key', record => ({ ...record, key: null })],
  ['no_value', record => ({ ...record, value: null })],
]
const huge = 3_000_000

function spoilt(engine: Engine): { record: RecordToWrite; word: string }[] {
  return Array.from({ length: each }, (_, n) => {
    const [word, spoil] = kinds[n % kinds.length] ?? ['', record => record]
    const good = happened(engine, each + n, `s-${n % 50}`)
    const marked = { ...spoil(good, Math.floor(n / kinds.length)), headers: [['n', String(n)]] as const }
    return { record: marked, word }
  })
}

/** What must come back as it was. */
const print = ({ key, value }: RecordToWrite): string =>
  `${key?.toString('hex') ?? 'none'} ${value === null ? 'none' : createHash('sha1').update(value).digest('hex')}`

test('good ones pass, spoilt ones are dead letters byte for byte', async t => {
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology: counting }
  await makeTopics(settings)
  const run = startEngine(settings)
  runs.push(run)
  await run.running(partitions)
  const bad = spoilt(run.engine)
  const first = Buffer.alloc(huge, 1)
  bad.push({
    word: 'bad_frame',
    record: { key: Buffer.from('huge'), value: first, headers: [['n', String(each)]], timestamp: 1_000 },
  })
  const mixed = bad.flatMap(({ record }, n) => [happened(run.engine, n, `s-${n % 50}`), record])
  const began = performance.now()
  await write(run.engine, happenings, mixed)
  const letters = await until(
    () => committed(run.engine, counting.deadLetters),
    records => records.length >= bad.length,
    60_000,
  )
  const good = await until(
    () => committed(run.engine, counted),
    records => records.length >= each + 1,
    60_000,
  )
  t.diagnostic(`${mixed.length} records in ${((performance.now() - began) / 1_000).toFixed(1)} s`)

  assert.equal(good.length, each + 1)
  assert.equal(letters.length, bad.length)
  const byNumber = new Map(letters.map(letter => [Number(headerOf(letter.headers, 'n')?.[1]), letter]))
  bad.forEach(({ record, word }, n) => {
    const letter = byNumber.get(n)
    assert.ok(letter, `record ${n} (${word}) is nowhere`)
    assert.equal(print(letter), print(record), `record ${n} (${word})`)
    const reason = String(headerOf(letter.headers, 'signalbox_reason')?.[1])
    assert.ok(reason.startsWith(`${word}:`), `record ${n} should be ${word} and is ${reason}`)
    assert.equal(String(headerOf(letter.headers, 'signalbox_timestamp')?.[1]), String(record.timestamp))
  })
  assert.equal(run.stage.status, 'running')
})
