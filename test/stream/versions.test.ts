import assert from 'node:assert/strict'
import { test } from 'node:test'
import { versionAt, versionsOf, withVersion } from '../../src/stream/state/versions.ts'

const none = Buffer.alloc(0)
/** A row of versions given as [time, value], put one after the other. */
function rowOf(historyMs: number, ...versions: readonly (readonly [number, string | null])[]): Buffer | null {
  let row: Buffer | null = null
  for (const [time, value] of versions)
    row = withVersion(row ?? none, time, value === null ? null : Buffer.from(value), historyMs)
  return row
}
const timesOf = (row: Buffer | null) => versionsOf(row ?? none).map(({ time }) => time)

/** What was true at a time, with bytes around the row that are not its own. */
function at(row: Buffer | null, time: number): string | undefined {
  const bytes = Buffer.concat([Buffer.from('xxx'), row ?? none, Buffer.from('yyy')])
  const found = { start: 7, end: 7 }
  versionAt(bytes, 3, bytes.length - 3, time, found)
  return found.start < 0 ? undefined : bytes.toString('utf8', found.start, found.end)
}

test('newest first, whatever order they come in', () => {
  const row = rowOf(100, [20, 'b'], [30, 'c'], [10, 'a'])
  assert.deepEqual(timesOf(row), [30, 20, 10])
  assert.deepEqual(
    [9, 10, 19, 20, 29, 30, Infinity].map(time => at(row, time)),
    [undefined, 'a', 'a', 'b', 'b', 'c', 'c'],
  )
})

test('one of the same time replaces; an empty value is a value', () => {
  const row = rowOf(100, [10, 'a'], [10, ''])
  assert.deepEqual(timesOf(row), [10])
  assert.equal(at(row, 10), '')
})

test('of what lies before the horizon only the version that was true at it stays', () => {
  assert.deepEqual(timesOf(rowOf(100, [1, 'a'], [2, 'b'], [3, 'c'], [103, 'd'])), [103, 3])
  assert.deepEqual(timesOf(rowOf(100, [1, 'a'], [2, 'b'], [104, 'd'], [3, 'c'])), [104, 3], 'also when it comes late')
  assert.deepEqual(timesOf(rowOf(100, [300, 'z'], [1, 'a'], [2, 'b'])), [300, 2])
  assert.deepEqual(timesOf(rowOf(0, [1, 'a'], [2, 'b'])), [2])
})

test('deletions hide what was before, and are left out where nothing is', () => {
  const row = rowOf(100, [10, 'a'], [20, null], [30, 'c'])
  assert.deepEqual(
    [10, 20, 25, 30].map(time => at(row, time)),
    ['a', undefined, undefined, 'c'],
  )
  assert.equal(rowOf(100, [10, null]), null)
  assert.deepEqual(timesOf(rowOf(10, [10, 'a'], [20, null])), [20, 10], 'still true at the horizon')
  assert.equal(rowOf(10, [10, 'a'], [20, null], [31, null]), null)
})

test('against a plain model, with random versions', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
  for (let round = 0; round < 300; round++) {
    const historyMs = random(60)
    const put = Array.from({ length: 1 + random(12) }, () => [random(100), `v${random(99)}`] as const)
    const row = rowOf(historyMs, ...put)
    const newest = Math.max(...put.map(([time]) => time))
    const latest = new Map(put)
    // What was put while the horizon was beyond it may be gone; from the horizon of the end on everything must be right.
    for (let time = newest - historyMs; time <= newest + 1; time++) {
      const known = [...latest].filter(([start]) => start <= time).sort(([a], [b]) => b - a)[0]
      assert.equal(at(row, time), known?.[1], `round ${round}, at ${time}`)
    }
  }
})
