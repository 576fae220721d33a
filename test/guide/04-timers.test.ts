/**
 * Chapter 4: timers.
 *
 * A timer is a durable alarm, one per name and key: set from an event, set anew (which replaces it), or cancelled; it fires once, never early, also when the
 * process was down at its time. Events up to its time come before it, also those that waited in Kafka meanwhile; one that is set to 0 fires at once.
 * Here a library reminds readers whose book is out for two weeks.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RecordSchema } from '../../schemas/record.ts'
import { days, processor, reading, store, stream, timer } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'

interface Moved {
  eventId: string
  subject: string
  occurredAt: number
  how: 'LENT' | 'RETURNED'
  title: string
}
const Moved: RecordSchema<'library.Moved', Moved> = {
  name: 'library.Moved',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Moved',
    namespace: 'library',
    fields: [
      { name: 'eventId', type: 'string' },
      { name: 'subject', type: 'string' },
      { name: 'occurredAt', type: 'long' },
      { name: 'how', type: { type: 'enum', name: 'How', symbols: ['LENT', 'RETURNED'] } },
      { name: 'title', type: 'string' },
    ],
  },
}
const Reminder: RecordSchema<'library.Reminder', { title: string; times: number }> = {
  name: 'library.Reminder',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Reminder',
    namespace: 'library',
    fields: [
      { name: 'title', type: 'string' },
      { name: 'times', type: 'int' },
    ],
  },
}

const about = { key: 'the reader', partitions: 4, retentionMs: days(90), why: 'chapter 4 of the guide' }
const moves = stream({ ...about, name: 'library.moves', records: [Moved] })
const reminders = stream({ ...about, name: 'library.reminders', records: [Reminder] })
const open = store({ name: 'open', schema: Reminder, expiry: 'none: the row goes when the book comes back' })

// 'wall' goes by the engine's clock. 'event' goes by the times of the events that the task has seen, which a replay repeats exactly.
const overdue = timer({ name: 'overdue', clock: 'wall' })

const remindReaders = processor({
  name: 'remind-readers',
  input: { from: moves, only: [reading(Moved, ['how', 'title'])] },
  lookups: { open },
  keeps: [open],
  timers: [overdue],
  outputs: [reminders],
  reasons: ['gave_up'],
  process({ value: { how, title, occurredAt } }, _rows, { keep, setTimer, cancelTimer }) {
    if (how === 'RETURNED') return [keep(open, null), cancelTimer(overdue)]
    return [keep(open, { title, times: 0 }), setTimer(overdue, occurredAt + days(14))]
  },
  // Pure as well: the time is in what it is given. The timer is gone when this runs; it may set it anew.
  wake({ due }, rows, { forward, keep, setTimer, drop }) {
    if (!rows.open) return []
    if (rows.open.times === 2) return drop('gave_up')
    const reminder = { title: rows.open.title, times: rows.open.times + 1 }
    return [forward(reminders, Reminder, reminder), keep(open, reminder), setTimer(overdue, due + days(7))]
  },
})

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(remindReaders))
})
const move = (eventId: string, how: Moved['how']) =>
  driver.send(moves, Moved, { eventId, subject: 'ada', occurredAt: driver.now, how, title: 'Emma' })

test('it fires when it is due, not before', () => {
  move('m-1', 'LENT')
  const due = driver.now + days(14)
  assert.deepEqual(driver.timers(), [{ processor: 'remind-readers', name: 'overdue', key: 'ada', due, clock: 'wall' }])
  driver.advance(days(14) - 1)
  assert.deepEqual(driver.outputs(reminders), [])
  driver.advance(1)
  const [reminder] = driver.outputs(reminders)
  assert.deepEqual([reminder?.value, reminder?.key], [{ title: 'Emma', times: 1 }, 'ada'])
})

test('cancelled, it does not fire', () => {
  move('m-1', 'LENT')
  driver.advance(days(13))
  move('m-2', 'RETURNED')
  driver.advance(days(30))
  assert.deepEqual([driver.outputs(reminders), driver.timers()], [[], []])
})

test('set anew whenever it fires, until there has been enough of it; each at its own time, although the clock moves at once', () => {
  const start = driver.now
  move('m-1', 'LENT')
  driver.advance(days(60))
  const after = driver.outputs(reminders).map(({ timestamp }) => (timestamp - start) / days(1))
  assert.deepEqual(after, [14, 21])
  assert.equal(driver.decisions()[0]?.reason, 'gave_up')
})

test('a timer is state: a new process has it', () => {
  move('m-1', 'LENT')
  driver.restart()
  driver.advance(days(14))
  assert.equal(driver.outputs(reminders).length, 1)
})

test('down when it was due: what came in time is read first', () => {
  move('m-1', 'LENT')
  // All at once, at the end: the process was down meanwhile.
  driver.together(() => {
    driver.advance(days(13))
    move('m-2', 'RETURNED')
    driver.advance(days(30))
    driver.restart()
  })
  assert.deepEqual([driver.outputs(reminders), driver.timers()], [[], []])
})
