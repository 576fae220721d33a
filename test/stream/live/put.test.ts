/** A table that a processor puts, on a real Kafka: read whole by every process, as it is committed. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { globalTableOf, processor, table } from '../../../src/stream/define.ts'
import type { ProcessTopology } from '../../../src/stream/index.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { Counted, counted, counting, Happening, happenings, partitions } from './counting.ts'
import { makeTopics, startEngine, type EngineRun } from './engine-run.ts'
import { committed } from './output.ts'
import { write } from './traffic.ts'

const runs: EngineRun[] = []
after(() => Promise.all(runs.map(run => run.stop())))

const names = table({ name: 'names', key: 'any', records: [Counted], partitions: 2, why: 'a test' })
const name = globalTableOf(names, Counted)
const asked = 1_000
const gone = 0

/** A number below 1,000 becomes the row of the key "it", 0 deletes it; from 1,000 on the answer is what the row says. */
const topology: ProcessTopology = {
  ...counting,
  processors: [
    processor({
      name: 'name',
      input: { from: happenings, only: [Happening] },
      lookups: { name },
      keeps: [],
      outputs: [names, counted],
      reasons: [],
      process({ value: { eventId, number } }, rows, { put, forward }) {
        if (number < asked) return put(names, Counted, 'it', number === gone ? null : { eventId, number, count: 1 })
        return forward(counted, Counted, { eventId, number, count: rows.name('it')?.number ?? -1 })
      },
    }),
  ],
}

test('put, put anew and deleted: other tasks and other processes see it; the topic keeps the latest and a tombstone', async () => {
  const settings = { brokers: stack().brokers, prefix: newPrefix(), topology }
  await makeTopics(settings)
  let sent = 0
  const tell = async ({ engine }: EngineRun, subject: string, number: number) => {
    const value = engine.codec.encode(Happening, { eventId: `e-${++sent}`, subject, occurredAt: 1, number })
    await write(engine, happenings, [{ key: Buffer.from(subject), value, headers: [], timestamp: Date.now() }])
    return `e-${sent}`
  }
  /** Asks by events of other keys, so of other tasks, until the answer is this. */
  const answers = (run: EngineRun, wanted: number) =>
    until(
      async () => {
        const id = await tell(run, `other-${sent % 7}`, asked)
        const records = await until(
          () => committed(run.engine, counted),
          found => found.some(({ value }) => value?.includes(id)),
        )
        const answer = records.find(({ value }) => value?.includes(id))
        return countIn(run, answer?.value ?? null)
      },
      count => count === wanted,
    )
  const one = startEngine(settings)
  runs.push(one)
  await one.running(partitions)
  await tell(one, 'writer', 5)
  await answers(one, 5)
  await tell(one, 'writer', 6)
  await answers(one, 6)
  await one.stop()

  const two = startEngine(settings)
  runs.push(two)
  await two.running(partitions)
  await answers(two, 6)
  await tell(two, 'writer', gone)
  await answers(two, -1)
  const rows = await committed(two.engine, names)
  assert.deepEqual(
    rows.map(({ key, value }) => [String(key), value === null]),
    [
      ['it', false],
      ['it', false],
      ['it', true],
    ],
  )
})

function countIn({ engine }: EngineRun, value: Buffer | null): number {
  const { value: record } = engine.codec.decode(value)
  assert.ok(typeof record === 'object' && record !== null && 'count' in record && typeof record.count === 'number')
  return record.count
}
