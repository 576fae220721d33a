/** Every check red once: an output that is right, and one thing after another made wrong in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, stores, tally, type In, type Out } from './check.ts'
import type { ReadRecord } from './output.ts'
import { Plan, secondVersionAt, tierRows } from './plan.ts'
import { random } from './random.ts'
import { Count, encode, Fired, Other, Result, type Happening } from './records.ts'

const happening = (eventId: string, rest: Partial<Happening>): Happening => ({
  eventId,
  subject: 'ada',
  occurredAt: 2_000,
  kind: 'count',
  number: Number(eventId.slice(1)),
  other: '',
  ...rest,
})

const input: In = {
  tiers: [
    { subject: 'ada', occurredAt: 1_000, tier: 1 },
    { subject: 'ada', occurredAt: secondVersionAt, tier: 2 },
  ],
  happenings: [
    happening('e0', {}),
    happening('e1', { occurredAt: secondVersionAt }),
    happening('e1', { occurredAt: secondVersionAt }),
    happening('e2', { occurredAt: 4_999_999 }),
    happening('e3', { kind: 'noise' }),
    happening('e4', { kind: 'remind', subject: 'r-4', occurredAt: 70_000 }),
    happening('e5', { kind: 'remind', subject: 'r-5', occurredAt: 9_000_000 }),
    happening('e6', { kind: 'cancel', subject: 'r-5' }),
    happening('e7', { kind: 'pass', other: 'o-1' }),
    happening('e8', { kind: 'pass', other: 'o-1' }),
    happening('e8', { kind: 'pass', other: 'o-1' }),
    happening('e0', {}),
  ],
}

let offset = 0
const read = (topic: string, key: string, value: Buffer | null, timestamp = 70_001): ReadRecord => ({
  topic,
  partition: 3,
  offset: offset++,
  timestamp,
  key,
  value,
})
const result = (eventId: string, count: number, tier: number) => {
  const value = { eventId, subject: 'ada', occurredAt: 0, number: 0, count, tier }
  return read('results', 'ada', encode(Result, value))
}
const other = (eventId: string, count: number) =>
  read('others', 'o-1', encode(Other, { eventId, subject: 'o-1', count }))
const fired = (eventId: string, firedAt = 70_000, timestamp = 70_001) =>
  read('fired', 'r-4', encode(Fired, { eventId, subject: 'r-4', due: 70_000, firedAt }), timestamp)
const row = (key: string, count: number) => read('process.changelog', key, encode(Count, { count }))

const right: Out = {
  results: [result('e0', 1, 1), result('e1', 2, 2), result('e2', 3, 1)],
  fired: [fired('e4')],
  // The order across tasks is free.
  others: [other('e8', 1), other('e7', 2)],
  changelog: [
    row(`${stores.counts}ada`, 2),
    row(`${stores.byOther}o-1`, 2),
    row('remind/timers/r-4', 1),
    row(`${stores.counts}ada`, 3),
  ],
  deadLetters: [],
}

const found = (out: Partial<Out>) =>
  Object.fromEntries(Object.entries(tally(check(input, { ...right, ...out }))).filter(([, count]) => count > 0))
const [first, second, third] = [result('e0', 1, 1), result('e1', 2, 2), result('e2', 3, 1)]

test('what is right has no findings', () => {
  assert.deepEqual(found({}), {})
})

const wrong: [string, Partial<Out>, Record<string, number>][] = [
  ['a result is missing', { results: [first, third] }, { lost: 1 }],
  ['a pass event is missing', { others: [other('e7', 1)] }, { lost: 1, wrongCount: 1 }],
  ['a result is there twice', { results: [first, second, third, first] }, { duplicated: 1 }],
  ['a repeated event was counted', { others: [...right.others, other('e8', 3)] }, { duplicated: 1, wrongCount: 1 }],
  ['results in another order', { results: [first, third, second] }, { outOfOrder: 1 }],
  ['a subject in two partitions', { results: [first, { ...second, partition: 4 }, third] }, { outOfOrder: 1 }],
  ['a result under another key', { results: [first, { ...second, key: 'bob' }, third] }, { outOfOrder: 1 }],
  ['a count that began anew', { results: [first, second, result('e2', 1, 1)] }, { wrongCount: 1 }],
  ['counts by other with a gap', { others: [other('e7', 1), other('e8', 3)] }, { wrongCount: 1 }],
  ['counts by other repeated', { others: [other('e7', 1), other('e8', 1)] }, { wrongCount: 1 }],
  ['the older tier after its time', { results: [first, result('e1', 2, 1), third] }, { wrongJoin: 1 }],
  ['the newer tier before its time', { results: [first, second, result('e2', 3, 2)] }, { wrongJoin: 1 }],
  ['state behind', { changelog: right.changelog.slice(0, 3) }, { stateDiffers: 1 }],
  ['state lost', { changelog: right.changelog.slice(2) }, { stateDiffers: 1 }],
  ['state deleted', { changelog: [...right.changelog, read('c', `${stores.counts}ada`, null)] }, { stateDiffers: 1 }],
  ['state of nobody', { changelog: [...right.changelog, row(`${stores.counts}bob`, 1)] }, { stateDiffers: 1 }],
  ['a timer that never fires', { fired: [] }, { timersLost: 1 }],
  ['a timer that fires twice', { fired: [fired('e4'), fired('e4')] }, { timersTwice: 1 }],
  ['a timer early by its own clock', { fired: [fired('e4', 69_999)] }, { timersEarly: 1 }],
  ['a timer early by the broker’s clock', { fired: [fired('e4', 70_000, 69_999)] }, { timersEarly: 1 }],
  ['a cancelled timer fires', { fired: [fired('e4'), fired('e5')] }, { unexpected: 1 }],
  ['noise has a result', { results: [...right.results, result('e3', 4, 1)] }, { unexpected: 1 }],
  ['a dead letter', { deadLetters: [read('dead.letters', 'ada', null)] }, { unexpected: 1 }],
]
for (const [what, out, expected] of wrong) test(`red: ${what}`, () => assert.deepEqual(found(out), expected))

test('the plan: repeats, cancels behind their reminds, every kind; a seed repeats it', () => {
  const planned = (seed: number) => {
    const plan = new Plan(random(seed))
    return Array.from({ length: 3_000 }, () => plan.next(1_000_000)).flat()
  }
  const all = planned(7)
  assert.deepEqual(all, planned(7))
  assert.notDeepEqual(all, planned(8))
  const ids = all.map(({ happening: { eventId } }) => eventId)
  const share = (ids.length - new Set(ids).size) / ids.length
  assert.ok(share > 0.07 && share < 0.12, `repeated: ${share}`)
  assert.deepEqual(new Set(all.map(({ happening: { kind } }) => kind)).size, 5)
  const order = all.map(({ happening: { kind, subject } }) => `${kind} ${subject}`)
  const cancels = order.filter(each => each.startsWith('cancel'))
  for (const cancel of cancels) assert.ok(order.indexOf(cancel.replace('cancel', 'remind')) < order.indexOf(cancel))
  assert.ok(cancels.length > 50)
  assert.equal(
    new Set(tierRows().map(({ tier }) => tier)).size,
    tierRows().length,
    'a wrong tier is never right by luck',
  )
})
