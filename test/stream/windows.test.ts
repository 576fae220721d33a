import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addTo, countWithin, isLate, sumWithin, tumbling, type WindowBucket } from '../../src/stream/define.ts'

const number = (max: number): number => Math.floor(Math.random() * max)
const hour = 3_600_000
const day = { sizeMs: 24 * hour, everyMs: hour }

test('a tumbling window starts at a multiple of its size, also before 1970', () => {
  assert.deepEqual(
    [0, 1, 9, 10, -1, -10].map(at => tumbling(at, 10)),
    [0, 0, 0, 10, -10, -10],
  )
})

test('amounts add up in the bucket of their time, and the buckets given stay as they are', () => {
  const none: readonly WindowBucket[] = Object.freeze([])
  const one = Object.freeze(addTo(none, 5 * hour + 7, 2, day))
  assert.deepEqual(one, [{ start: 5 * hour, sum: 2, count: 1 }])
  const two = Object.freeze(addTo(one, 6 * hour - 1, 3, day))
  assert.deepEqual(two, [{ start: 5 * hour, sum: 5, count: 2 }])
  assert.deepEqual(one, [{ start: 5 * hour, sum: 2, count: 1 }])
  const three = addTo(addTo(two, 3 * hour, 1, day), 4 * hour, -1, day)
  assert.deepEqual(
    three.map(bucket => bucket.start / hour),
    [3, 4, 5],
    'late ones take their place',
  )
})

test('what lies a window before the newest bucket leaves, and what comes too late changes nothing', () => {
  const start = addTo(addTo([], 0, 1, day), 23 * hour, 1, day)
  assert.deepEqual([start.length, isLate(start, 0, day)], [2, false])
  const later = addTo(start, 24 * hour, 1, day)
  assert.deepEqual(
    later.map(bucket => bucket.start / hour),
    [23, 24],
  )
  assert.equal(isLate(later, hour - 1, day), true)
  assert.deepEqual(addTo(later, hour - 1, 9, day), later)
  assert.equal(isLate(later, hour, day), false)
  assert.equal(isLate([], -1e9, day), false)
})

test('what makes no sense is refused', () => {
  for (const window of [
    { sizeMs: 0, everyMs: 1 },
    { sizeMs: 1, everyMs: 0 },
    { sizeMs: NaN, everyMs: 1 },
  ])
    assert.throws(() => addTo([], 0, 1, window), RangeError)
  for (const value of [NaN, Infinity]) {
    assert.throws(() => addTo([], value, 1, day), RangeError)
    assert.throws(() => addTo([], 0, value, day), RangeError)
  }
})

interface Event {
  readonly at: number
  readonly amount: number
}

const total = (events: readonly Event[]): readonly [number, number] => [
  events.reduce((sum, event) => sum + event.amount, 0),
  events.length,
]

test('counts and sums are those of a plain list of events, to the precision of a bucket', () => {
  for (let round = 0; round < 400; round++) {
    const everyMs = 1 + number(20)
    const window = { everyMs, sizeMs: everyMs + number(300) }
    const spread = 1 + number(500)
    let buckets: WindowBucket[] = []
    const events: Event[] = []
    for (let n = 0; n < 120; n++) {
      const event = { at: n * number(20) - number(spread), amount: 1 + number(9) }
      const newest = Math.max(...events.map(({ at }) => tumbling(at, everyMs)))
      const late = tumbling(event.at, everyMs) <= newest - window.sizeMs
      assert.equal(isLate(buckets, event.at, window), late)
      buckets = addTo(buckets, event.at, event.amount, window)
      if (!late) events.push(event)
      assert.ok(buckets.length <= Math.ceil(window.sizeMs / everyMs), 'rows stay small')
      checkWithin(buckets, events, Math.max(...events.map(({ at }) => at)), window)
    }
  }
})

function checkWithin(
  buckets: readonly WindowBucket[],
  events: readonly Event[],
  now: number,
  { sizeMs, everyMs }: { sizeMs: number; everyMs: number },
): void {
  const within = (from: number, of: (at: number) => number) => total(events.filter(({ at }) => of(at) > from))
  const [sum, count] = [sumWithin(buckets, now, sizeMs), countWithin(buckets, now, sizeMs)]
  assert.deepEqual(
    [sum, count],
    within(now - sizeMs, at => tumbling(at, everyMs)),
    'each event counts at the start of its bucket',
  )
  const [mostSum, most] = within(now - sizeMs, at => at)
  const [leastSum, least] = within(now - sizeMs + everyMs - 1, at => at)
  assert.ok(least <= count && count <= most && leastSum <= sum && sum <= mostSum)
  // A bucket before the newest, as far as it is kept: what lies after it must not count.
  const [start, newest] = [tumbling(now, everyMs) - everyMs, tumbling(now, everyMs)]
  const before = events.filter(({ at }) => tumbling(at, everyMs) === start && start > newest - sizeMs)
  assert.deepEqual([sumWithin(buckets, start, everyMs), countWithin(buckets, start, everyMs)], total(before))
}
