/**
 * Chapter 3: state and tables.
 *
 * A processor may remember (a store: one row per key, written by nobody else) and may look things up (a table: a compacted topic that others write, or that
 * one processor puts rows into).
 * Both lie in memory beside the events, so that a look costs next to nothing, and both are in Kafka: what is committed survives every crash.
 * Here a library lends as many books at once as a reader's card allows.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RecordSchema } from '../../schemas/record.ts'
import { days, globalTableOf, processor, reading, store, stream, table, tableOf } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'

const field = (name: string, type: string) => ({ name, type })
const record = (name: string, ...fields: object[]) => ({ type: 'record', name, namespace: 'library', fields })
const compatibility = 'FULL' as const

interface Lent {
  eventId: string
  subject: string
  occurredAt: number
  book: string
}
const Lent: RecordSchema<'library.Lent', Lent> = {
  name: 'library.Lent',
  compatibility,
  avro: record(
    'Lent',
    field('eventId', 'string'),
    field('subject', 'string'),
    field('occurredAt', 'long'),
    field('book', 'string'),
  ),
}
const Card: RecordSchema<'library.Card', { books: number; occurredAt: number }> = {
  name: 'library.Card',
  compatibility,
  avro: record('Card', field('books', 'int'), field('occurredAt', 'long')),
}
const Book: RecordSchema<'library.Book', { title: string }> = {
  name: 'library.Book',
  compatibility,
  avro: record('Book', field('title', 'string')),
}
const Loans: RecordSchema<'library.Loans', { out: number }> = {
  name: 'library.Loans',
  compatibility,
  avro: record('Loans', field('out', 'int')),
}
const Letter: RecordSchema<'library.Letter', { text: string }> = {
  name: 'library.Letter',
  compatibility,
  avro: record('Letter', field('text', 'string')),
}

const about = { key: 'the reader', partitions: 4, why: 'chapter 3 of the guide' }
const loans = stream({ ...about, name: 'library.loans', records: [Lent], retentionMs: days(30) })
const letters = stream({ ...about, name: 'library.letters', records: [Letter], retentionMs: days(30) })
// A table that is looked up by the event's own key has the same number of partitions as the events: a task holds its slice of both.
const cards = table({ ...about, name: 'library.cards', records: [Card] })
// A small table that every process reads whole can be asked for any key. It is as of now, whatever the event's time.
const books = table({ ...about, name: 'library.books', key: 'the book’s number', records: [Book], partitions: 1 })

// State is bounded: how long after its last change a row goes away, or in words why it need not.
const lent = store({ name: 'lent', schema: Loans, expiry: { afterMs: days(365) } })

const watchLoans = processor({
  name: 'watch-loans',
  input: { from: loans, only: [reading(Lent, ['book'])] },
  // With a history, the card counts as it was when the book was lent: a replay of last week decides as last week did.
  lookups: { card: tableOf(cards, Card, { historyMs: days(30) }), book: globalTableOf(books, Book), lent },
  keeps: [lent],
  outputs: [letters],
  reasons: ['within_the_card'],
  process({ value }, rows, { keep, forward, drop }) {
    const out = (rows.lent?.out ?? 0) + 1
    const allowed = rows.card?.books ?? 1
    if (out <= allowed) return [keep(lent, { out }), drop('within_the_card')]
    const title = rows.book(value.book)?.title ?? `book ${value.book}`
    return forward(letters, Letter, { text: `${title} would be number ${out} of ${allowed}` })
  },
})

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(watchLoans))
  driver.put(books, Book, '7', { title: 'Emma' })
})
let loansSent = 0
const lend = (book: string, occurredAt = driver.now) =>
  driver.send(loans, Lent, { eventId: `l-${++loansSent}`, subject: 'ada', occurredAt, book })
const texts = () => driver.outputs(letters).map(({ value }) => value.text)

test('state: what one event keeps, the next one sees', () => {
  lend('1')
  assert.deepEqual([driver.row(lent, 'ada'), texts()], [{ out: 1 }, []])
  lend('7')
  assert.deepEqual(texts(), ['Emma would be number 2 of 1'])
})

test('all verdicts of an event happen, or none; and what happened survives the process', () => {
  driver.hold() // From here on the commit stays open.
  lend('1')
  driver.crash() // It failed: nothing of the event has happened.
  assert.equal(driver.row(lent, 'ada'), undefined)
  driver.commit() // Its record is read again.
  driver.restart() // A new process begins with what the commits have written.
  assert.deepEqual(driver.row(lent, 'ada'), { out: 1 })
})

test('a table: the row of the event’s key, as it was at the event’s time', () => {
  driver.advance(days(2))
  driver.put(cards, Card, 'ada', { books: 3, occurredAt: driver.now - days(1) })
  lend('1')
  lend('2')
  assert.deepEqual(texts(), [], 'with the card of yesterday, two are fine')
  lend('7', driver.now - days(2))
  assert.deepEqual(texts(), ['Emma would be number 3 of 1'], 'an event of the day before knows nothing of the card')
})

// A table among its outputs is one that a processor puts rows into, under any key, and that no other processor puts into.
const nameBooks = processor({
  name: 'name-books',
  input: { from: loans, only: [reading(Lent, ['book'])] },
  lookups: {},
  keeps: [],
  outputs: [books],
  reasons: ['no_title'],
  process({ value: { book, eventId, occurredAt } }, _rows, { put, drop }) {
    const [number = '', title] = book.split(': ')
    if (title === 'burnt') return put(books, Book, number, null) // The row is gone.
    // A decision is about the event at hand; `of` names another one, such as an older event that a row has kept.
    return title ? put(books, Book, number, { title }) : drop('no_title', { eventId, occurredAt })
  },
})

test('a table that is put: rows are there for every process once they are committed', () => {
  driver = new TestDriver(topologyOf(nameBooks, watchLoans))
  lend('7: Emma')
  lend('7')
  assert.deepEqual(texts(), ['Emma would be number 2 of 1'])
  lend('7: burnt')
  lend('7')
  assert.deepEqual(texts().at(-1), 'book 7 would be number 2 of 1')
  assert.deepEqual(driver.puts(books), [
    { key: '7', row: { title: 'Emma' } },
    { key: '7', row: null },
  ])
})
