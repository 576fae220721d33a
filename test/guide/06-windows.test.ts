/**
 * Chapter 6: windows.
 *
 * "How often in the last week" is a row with a list of buckets, and four pure functions: addTo, countWithin, sumWithin and isLate. There is no machinery
 * behind it, so that a window is as durable, as exact and as replayable as any other row. Here a library notes readers who borrow five books within a week.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RecordSchema } from '../../schemas/record.ts'
import { addTo, countWithin, days, isLate, processor, reading, store, stream } from '../../src/stream/define.ts'
import type { WindowBucket } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'

interface Lent {
  eventId: string
  subject: string
  occurredAt: number
}
const Lent: RecordSchema<'library.Lent', Lent> = {
  name: 'library.Lent',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Lent',
    namespace: 'library',
    fields: [
      { name: 'eventId', type: 'string' },
      { name: 'subject', type: 'string' },
      { name: 'occurredAt', type: 'long' },
    ],
  },
}
// The row: buckets of a day, each with when it starts, the sum of what was added, and how often.
const Week: RecordSchema<'library.Week', { loans: WindowBucket[] }> = {
  name: 'library.Week',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Week',
    namespace: 'library',
    fields: [
      {
        name: 'loans',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'WindowBucket',
            fields: [
              { name: 'start', type: 'long' },
              { name: 'sum', type: 'double' },
              { name: 'count', type: 'long' },
            ],
          },
        },
      },
    ],
  },
}
const Keen: RecordSchema<'library.Keen', { loans: number }> = {
  name: 'library.Keen',
  compatibility: 'FULL',
  avro: { type: 'record', name: 'Keen', namespace: 'library', fields: [{ name: 'loans', type: 'int' }] },
}

const about = { key: 'the reader', partitions: 4, retentionMs: days(30), why: 'chapter 6 of the guide' }
const loans = stream({ ...about, name: 'library.loans', records: [Lent] })
const keenReaders = stream({ ...about, name: 'library.keen-readers', records: [Keen] })

// A row that nobody touches for a week has nothing left in its window.
const week = store({ name: 'week', schema: Week, expiry: { afterMs: days(8) } })
const window = { sizeMs: days(7), everyMs: days(1) }

const noteKeenReaders = processor({
  name: 'note-keen-readers',
  input: { from: loans, only: [reading(Lent, [])] },
  lookups: { week },
  keeps: [week],
  outputs: [keenReaders],
  reasons: ['too_late_to_count'],
  process({ value: { occurredAt } }, rows, { keep, forward, drop }) {
    const before = rows.week?.loans ?? []
    if (isLate(before, occurredAt, window)) return drop('too_late_to_count')
    const now = addTo(before, occurredAt, 1, window)
    const count = countWithin(now, occurredAt, window.sizeMs)
    const kept = keep(week, { loans: now })
    return count === 5 ? [kept, forward(keenReaders, Keen, { loans: count })] : kept
  },
})

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(noteKeenReaders))
  driver.advance(days(30))
})
let sent = 0
const lend = (occurredAt: number) => driver.send(loans, Lent, { eventId: `l-${++sent}`, subject: 'ada', occurredAt })
const noted = () => driver.outputs(keenReaders).length

test('the fifth loan within a week is noted', () => {
  for (let day = 0; day < 5; day++) lend(driver.now + day)
  assert.equal(noted(), 1)
})

test('five loans over a longer time are not', () => {
  for (let n = 0; n < 5; n++) {
    lend(driver.now)
    driver.advance(days(3))
  }
  assert.equal(noted(), 0)
})

test('it goes by the time at which things happened: a late event counts where it belongs, and not at all when its week is over', () => {
  const today = driver.now
  for (const ago of [0, 1, 3, 2]) lend(today - days(ago))
  lend(today - days(9))
  assert.deepEqual([noted(), driver.decisions()[0]?.reason], [0, 'too_late_to_count'])
  lend(today)
  assert.equal(noted(), 1)
})

test('the row is state like any other: kept over a restart, gone when it is of no use', () => {
  lend(driver.now)
  driver.restart()
  assert.equal(driver.row(week, 'ada')?.loans.length, 1)
  driver.advance(days(9))
  assert.equal(driver.row(week, 'ada'), undefined)
})
