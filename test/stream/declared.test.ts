/**
 * What a processor does not declare does not compile. The proof is the type checker's: an expected error that does not come is an error itself (npm run check).
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { globalTableOf, processor, reading, store, table, tableOf, timer } from '../../src/stream/define.ts'
import { Counted, counted, Happening, happenings } from './live/counting.ts'

const known = store({ name: 'known', schema: Counted, expiry: { afterMs: 1 } })
const foreign = store({ name: 'foreign', schema: Counted, expiry: { afterMs: 1 } })
const rows = table({ name: 'rows', key: 'k', partitions: 4, records: [Counted], why: 'a test' })
const otherRows = table({ name: 'other-rows', key: 'k', partitions: 4, records: [Counted], why: 'a test' })
const due = timer({ name: 'due', clock: 'wall' })
const other = timer({ name: 'other', clock: 'wall' })
const value = { eventId: 'e', number: 1, count: 1 }

const declared = processor({
  name: 'declared',
  input: { from: happenings, only: [reading(Happening, ['number'])] },
  lookups: { known, row: tableOf(rows, Counted), any: globalTableOf(rows, Counted) },
  keeps: [known],
  timers: [due],
  outputs: [counted, rows],
  reasons: ['odd'],
  process(event, found, { forward, put, drop, deadLetter, keep, setTimer, cancelTimer }) {
    const seen = [
      event.value.number,
      event.value.eventId,
      event.value.occurredAt,
      found.known?.count,
      found.any('k')?.count,
    ]
    // @ts-expect-error a field that the reading does not name
    const wrongField: unknown = event.value.count
    // @ts-expect-error a lookup that is not declared
    const wrongLookup: unknown = found.unknown
    // @ts-expect-error an output that is not declared
    forward(happenings, Happening, { ...value, subject: 's', occurredAt: 1 })
    // @ts-expect-error a value that is not of the schema
    forward(counted, Counted, { ...value, count: 'many' })
    // @ts-expect-error a table, which takes rows by key
    forward(rows, Counted, value)
    // @ts-expect-error a table that is not declared
    put(otherRows, Counted, 'k', value)
    // @ts-expect-error a stream, which has no rows
    put(counted, Counted, 'k', value)
    // @ts-expect-error a schema that the table does not hold
    put(rows, Happening, 'k', { ...value, subject: 's', occurredAt: 1 })
    // @ts-expect-error a row that is not of the schema
    put(rows, Counted, 'k', { ...value, count: 'many' })
    // @ts-expect-error another event that does not say when it occurred
    drop('odd', { eventId: 'e' })
    // @ts-expect-error a store that it does not keep
    keep(foreign, value)
    // @ts-expect-error a reason that is not declared
    drop('unheard_of')
    // @ts-expect-error a reason that is not declared
    deadLetter('unheard_of')
    // @ts-expect-error a timer that is not declared
    setTimer(other, 1)
    // @ts-expect-error a timer that is not declared
    cancelTimer(other)
    assert.ok([...seen, wrongField, wrongLookup])
    const of = { eventId: 'e', occurredAt: 1 }
    const rowsOf = [put(rows, Counted, 'k', value), put(rows, Counted, 'k', null)]
    return [
      forward(counted, Counted, value),
      ...rowsOf,
      drop('odd'),
      drop('odd', of),
      deadLetter('odd'),
      keep(known, null),
      setTimer(due, 1),
    ]
  },
  wake({ name }, found) {
    const one: 'due' = name
    assert.equal(found.known?.number, one.length)
    return []
  },
})

// @ts-expect-error a schema that its topic does not hold is no event of it, nor has it an envelope
reading(Counted, ['number'])

test('what is declared compiles', () => {
  assert.equal(declared.name, 'declared')
})
