import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decisions } from '../../schemas/decisions.generated.ts'
import { AvroCodec } from '../../src/kafka/index.ts'
import { decisionOf, DecisionLog } from '../../src/stream/process/decision-log.ts'
import { stream } from '../../src/stream/define.ts'
import { Outbox } from '../../src/stream/stage/outbox.ts'
import { plain } from '../../src/stream/testing/plain.ts'
import { recordsOf } from './outputs.ts'

const codec = new AvroCodec({ schemaOf: () => Promise.reject(new Error('no registry')) }, [Decisions])
codec.useForWriting(Decisions, 7)
const topic = stream({ name: 'd', key: '', records: [Decisions], partitions: 4, retentionMs: 1, why: '' })
const outbox = new Outbox(({ name }) => name)
const log = new DecisionLog(codec, topic)

/** The text somewhere inside other bytes. */
function slice(text: string) {
  const bytes = Buffer.from(`<<${text}>>`)
  return { bytes, start: 2, end: bytes.length - 2 }
}
const add = (of: string, task: number, eventId: string, subject: string, occurredAt: number, type = 'a.Type') =>
  log.add(of, type, task, slice(eventId), slice(subject), occurredAt)

/** What was put, as anybody with the schema reads it. */
function flushed(now = 5) {
  const counted: string[] = []
  log.flush(outbox, now, (processor, reason, events) => counted.push(`${processor} ${reason} ${events}`))
  const records = outbox.take().flatMap(output =>
    recordsOf(output).map(({ key, value, timestamp }) => ({
      partition: output.partition,
      key,
      timestamp,
      value: plain(codec.decode(value).value),
    })),
  )
  return { records, counted }
}

test('what was added, in its order, one record per task, processor, reason and type', () => {
  add(decisionOf('p', 'r'), 1, 'e-1', 'ada', 10)
  add(decisionOf('p', 'r'), 2, 'e-2', 'bob', 20)
  add(decisionOf('p', 'r'), 1, 'e-3', 'ada', 30)
  add(decisionOf('p', 'other'), 1, 'e-4', 'ada', 40)
  add(decisionOf('p', 'r'), 6, 'e-5', 'eve', 50)
  add(decisionOf('p', 'r'), 1, 'e-6', 'ada', 60, 'b.Type')
  const { records, counted } = flushed()
  const head = { processor: 'p', reason: 'r', eventType: 'a.Type', decidedAt: 5 }
  const record = (partition: number, value: object) => ({ partition, key: null, timestamp: 5, value })
  const event = (eventId: string, subject: string, occurredAt: number) => ({ eventId, subject, occurredAt })
  assert.deepEqual(
    new Set(records.map(found => JSON.stringify(found))),
    new Set(
      [
        record(1, { ...head, events: [event('e-1', 'ada', 10), event('e-3', 'ada', 30)] }),
        record(2, { ...head, events: [event('e-2', 'bob', 20)] }),
        record(2, { ...head, events: [event('e-5', 'eve', 50)] }),
        record(1, { ...head, eventType: 'b.Type', events: [event('e-6', 'ada', 60)] }),
        record(1, { ...head, reason: 'other', events: [event('e-4', 'ada', 40)] }),
      ].map(found => JSON.stringify(found)),
    ),
  )
  assert.equal(records.length, 5)
  assert.deepEqual(counted.sort(), ['p other 1', 'p r 1', 'p r 1', 'p r 1', 'p r 2'])
  assert.deepEqual(flushed(), { records: [], counted: [] })
})

for (const count of [1, 63, 64, 127, 128, 8_191, 8_192, 20_000])
  test(`${count} of them, with ids and subjects of any text and length, and times before 1970`, () => {
    const texts = ['', 'a', 'ü', '日本語のイベント', '🙂'.repeat(20), 'x'.repeat(200), 'a/b\n"c"']
    const events = Array.from({ length: count }, (_, n) => ({
      eventId: `${texts[n % texts.length] ?? ''}-${n}`,
      subject: texts[(n * 3) % texts.length] ?? '',
      occurredAt: [0, -1, 1_767_225_600_000, -62_135_596_800_000, 63, 64][n % 6] ?? 0,
    }))
    for (const { eventId, subject, occurredAt } of events) add(decisionOf('p', 'r'), 0, eventId, subject, occurredAt)
    const { records } = flushed(1_767_225_600_000)
    assert.deepEqual(
      records.map(({ value }) => value),
      [{ processor: 'p', reason: 'r', eventType: 'a.Type', decidedAt: 1_767_225_600_000, events }],
    )
  })

test('what is cleared is gone, and it tells when a record would grow too large', () => {
  add(decisionOf('p', 'r'), 0, 'e', 's', 1)
  assert.equal(log.full, false)
  for (let n = 0; n < 600; n++) add(decisionOf('p', 'r'), 0, 'e'.repeat(1_000), 's', 1)
  assert.equal(log.full, true)
  log.clear()
  assert.deepEqual([log.full, flushed().records], [false, []])
})
