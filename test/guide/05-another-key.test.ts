/**
 * Chapter 5: another key.
 *
 * A processor sees the rows of its event's key and no other, which is what lets tasks work side by side. Where a question is about something else than the
 * subject (not how many books a reader has, but how many readers a book has) the event goes on under that key: into a topic of the same stage, from which
 * another processor reads. Order holds per old and new key, and exactly once holds all the way.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordSchema } from '../../schemas/record.ts'
import { days, processor, reading, store, stream } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'

const text = (name: string) => ({ name, type: 'string' })
const envelope = [text('eventId'), text('subject'), { name: 'occurredAt', type: 'long' }]
const record = (name: string, ...fields: object[]) => ({ type: 'record', name, namespace: 'library', fields })

interface Wished {
  eventId: string
  subject: string
  occurredAt: number
  book: string
}
const Wished: RecordSchema<'library.Wished', Wished> = {
  name: 'library.Wished',
  compatibility: 'FULL',
  avro: record('Wished', ...envelope, text('book')),
}
// What goes on is an event too, with an id, a subject and a time; its subject is what it is about now.
const BookWished: RecordSchema<'library.BookWished', Omit<Wished, 'book'> & { reader: string }> = {
  name: 'library.BookWished',
  compatibility: 'FULL',
  avro: record('BookWished', ...envelope, text('reader')),
}
const Readers: RecordSchema<'library.Readers', { readers: string[] }> = {
  name: 'library.Readers',
  compatibility: 'FULL',
  avro: record('Readers', { name: 'readers', type: { type: 'array', items: 'string' } }),
}

const about = { partitions: 4, retentionMs: days(30), why: 'chapter 5 of the guide' }
const wishes = stream({ ...about, name: 'library.wishes', key: 'the reader', records: [Wished] })
const wishesByBook = stream({ ...about, name: 'library.wishes-by-book', key: 'the book', records: [BookWished] })
const orders = stream({ ...about, name: 'library.orders', key: 'the book', records: [Readers] })
const waiting = store({ name: 'waiting', schema: Readers, expiry: { afterMs: days(180) } })

const groupByBook = processor({
  name: 'group-by-book',
  input: { from: wishes, only: [reading(Wished, ['book'])] },
  lookups: {},
  keeps: [],
  outputs: [wishesByBook],
  reasons: [],
  process: ({ value: { book, subject, eventId, occurredAt } }, _rows, { forward }) =>
    // The last argument is the key it goes on under.
    forward(wishesByBook, BookWished, { eventId, subject: book, occurredAt, reader: subject }, book),
})

const orderBooks = processor({
  name: 'order-books',
  input: { from: wishesByBook, only: [BookWished] },
  lookups: { waiting },
  keeps: [waiting],
  outputs: [orders],
  reasons: ['too_few'],
  process({ value }, rows, { keep, forward, drop }) {
    const readers = [...(rows.waiting?.readers ?? []), value.reader]
    if (readers.length < 3) return [keep(waiting, { readers }), drop('too_few')]
    return [keep(waiting, null), forward(orders, Readers, { readers })]
  },
})

const topology = topologyOf(groupByBook, orderBooks)
const wish = (driver: TestDriver, eventId: string, subject: string, book: string) =>
  driver.send(wishes, Wished, { eventId, subject, occurredAt: driver.now, book })

test('three readers who wish for the same book: it is ordered for them, in the order in which they asked', () => {
  const driver = new TestDriver(topology)
  wish(driver, 'w-1', 'ada', 'emma')
  wish(driver, 'w-2', 'bob', 'emma')
  wish(driver, 'w-3', 'bob', 'persuasion')
  assert.deepEqual(driver.outputs(orders), [])
  wish(driver, 'w-4', 'cleo', 'emma')
  const [order] = driver.outputs(orders)
  assert.deepEqual([order?.key, order?.value], ['emma', { readers: ['ada', 'bob', 'cleo'] }])
  assert.deepEqual(driver.row(waiting, 'persuasion'), { readers: ['bob'] }, 'rows lie under the new key')
})

test('a wish that is sent twice counts once: what is known at the first topic need not be asked at the second', () => {
  const driver = new TestDriver(topology)
  for (const id of ['w-1', 'w-1', 'w-1']) wish(driver, id, 'ada', 'emma')
  assert.deepEqual(driver.row(waiting, 'emma'), { readers: ['ada'] })
})

test('a process that dies between the two has passed on either nothing or everything', () => {
  const driver = new TestDriver(topology)
  driver.hold()
  wish(driver, 'w-1', 'ada', 'emma')
  assert.equal(driver.row(waiting, 'emma'), undefined, 'nobody reads what is not committed')
  driver.restart()
  assert.deepEqual(driver.row(waiting, 'emma'), { readers: ['ada'] })
})
