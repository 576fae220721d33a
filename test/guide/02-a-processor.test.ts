/**
 * Chapter 2: a processor.
 *
 * A processor is a pure function from an event to verdicts, with everything it reads and writes declared beside it; whatever is not declared does not compile.
 * In this chapter a library charges readers who bring books back late. A real processor is a file in processors/, its schemas are .avsc files in schemas/
 * (`npm run schemas:generate` writes what stands here by hand), its topics are files in topics/, and one line in src/topology.ts makes it run.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RecordSchema } from '../../schemas/record.ts'
import { days, processor, reading, stream } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'

// What an event is. Every event has an id, a subject (whom it is about: the key, so the order) and the time at which it happened, ms since 1970.
interface BookReturned {
  eventId: string
  subject: string
  occurredAt: number
  title: string
  shelf: string
  daysLate: number
}
const BookReturned: RecordSchema<'library.BookReturned', BookReturned> = {
  name: 'library.BookReturned',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'BookReturned',
    namespace: 'library',
    fields: [
      { name: 'eventId', type: 'string' },
      { name: 'subject', type: 'string' },
      { name: 'occurredAt', type: 'long' },
      { name: 'title', type: 'string' },
      { name: 'shelf', type: 'string' },
      { name: 'daysLate', type: 'int' },
    ],
  },
}
const Fee: RecordSchema<'library.Fee', { subject: string; cents: number; because: string }> = {
  name: 'library.Fee',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Fee',
    namespace: 'library',
    fields: [
      { name: 'subject', type: 'string' },
      { name: 'cents', type: 'int' },
      { name: 'because', type: 'string' },
    ],
  },
}

// Where events rest.
const about = { key: 'the reader', partitions: 4, retentionMs: days(30), why: 'chapter 2 of the guide' }
const returns = stream({ ...about, name: 'library.returns', records: [BookReturned] })
const fees = stream({ ...about, name: 'library.fees', records: [Fee] })

// The rule. `reading` names the fields it needs, and which events concern it at all: the others are passed over unread and leave no trace.
const chargeLateReturns = processor({
  name: 'charge-late-returns',
  input: { from: returns, only: [reading(BookReturned, ['title', 'daysLate'], { shelf: ['novels', 'science'] })] },
  lookups: {},
  keeps: [],
  outputs: [fees],
  reasons: ['on_time', 'late_before_it_was_lent'],
  process({ value: { subject, title, daysLate } }, _rows, { forward, drop, deadLetter }) {
    if (daysLate < 0) return deadLetter('late_before_it_was_lent')
    if (daysLate === 0) return drop('on_time')
    return forward(fees, Fee, { subject, cents: 20 * daysLate, because: title })
  },
})

// The driver runs a topology without Kafka. src/topology.ts is one; topologyOf makes one of processors that stand alone.
let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(chargeLateReturns))
})
const returned = (eventId: string, daysLate: number, shelf = 'novels'): BookReturned => ({
  eventId,
  subject: 'ada',
  occurredAt: driver.now,
  title: 'Emma',
  shelf,
  daysLate,
})

test('forward: a fee for every day', () => {
  driver.send(returns, BookReturned, returned('r-1', 3))
  const [fee] = driver.outputs(fees)
  assert.deepEqual(fee?.value, { subject: 'ada', cents: 60, because: 'Emma' })
  assert.equal(fee.key, 'ada', 'under the event’s own key, so that each reader’s fees keep their order')
})

test('drop: nothing is sent, and a decision says why. Silence is explained, too', () => {
  driver.send(returns, BookReturned, returned('r-1', 0))
  assert.deepEqual(driver.outputs(fees), [])
  assert.deepEqual(driver.decisions(), [
    {
      processor: 'charge-late-returns',
      reason: 'on_time',
      eventId: 'r-1',
      subject: 'ada',
      eventType: 'library.BookReturned',
    },
  ])
})

test('deadLetter: the event makes no sense; it is kept byte for byte, for a person', () => {
  driver.send(returns, BookReturned, returned('r-1', -2))
  const [letter] = driver.deadLetters()
  assert.deepEqual([letter?.by, letter?.reason], ['charge-late-returns', 'late_before_it_was_lent'])
})

test('what does not concern it leaves nothing at all', () => {
  driver.send(returns, BookReturned, returned('r-1', 3, 'magazines'))
  assert.deepEqual([driver.outputs(fees), driver.decisions(), driver.deadLetters()], [[], [], []])
})

test('an event that a source sends twice is charged once: the engine knows the ids of three days', () => {
  driver.send(returns, BookReturned, returned('r-1', 3))
  driver.send(returns, BookReturned, returned('r-1', 3))
  assert.equal(driver.outputs(fees).length, 1)
  assert.equal(driver.decisions()[0]?.reason, 'duplicate')
})
