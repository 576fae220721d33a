import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leadingStrings } from './records.ts'
import { Tally } from './tally.ts'

function tallyOf(...records: (readonly [number | undefined, string])[]): Tally {
  const tally = new Tally(5)
  for (const [number, subject] of records) tally.add(number, subject)
  return tally
}
const all = () => true

test('what is missing, repeated and strange is named', () => {
  const tally = tallyOf([0, 'a'], [1, 'b'], [1, 'b'], [undefined, 'c'], [7, 'c'], [3, 'a'])
  assert.deepEqual(tally.missing(all), [2, 4])
  assert.deepEqual(
    tally.missing(number => number < 3),
    [2],
  )
  assert.deepEqual(tally.repeated(), [1])
  assert.equal(tally.strangers, 2)
  assert.equal(tally.records, 4)
  assert.equal(tally.distinct, 3)
})

test('order is that of each subject’s first records: a repeat that comes later disturbs nothing', () => {
  assert.deepEqual(tallyOf([0, 'a'], [2, 'a'], [0, 'a'], [1, 'b'], [3, 'a']).outOfOrder, [])
  assert.deepEqual(tallyOf([0, 'a'], [3, 'a'], [2, 'a'], [1, 'b']).outOfOrder, [2])
})

test('the first texts of a record are read without its schema', () => {
  const long = 'x'.repeat(200)
  const bytes = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 9, 4]),
    Buffer.from('n1'),
    Buffer.from([0x90, 3]),
    Buffer.from(long),
  ])
  assert.deepEqual(leadingStrings(bytes, 2), ['n1', long])
})
