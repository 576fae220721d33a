import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { RecordSchema } from '../../../schemas/record.ts'
import { globalTableOf, processor, reading, store, table, tableOf, type Lookups } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Count, note, Noted, notes, partitions, visit, Visited, visits } from './visits.ts'

interface Tier {
  tier: string
  occurredAt: number
}
const Tier: RecordSchema<'test.Tier', Tier> = {
  name: 'test.Tier',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Tier',
    namespace: 'test',
    fields: [
      { name: 'tier', type: 'string' },
      { name: 'occurredAt', type: 'long' },
    ],
  },
}
const tiers = table({ name: 'tiers', key: 'the visitor', records: [Tier], partitions, why: 'a test' })
/** Its schema has no event time: a version's time is the record's. */
const counts = table({ name: 'counts', key: 'the visitor', records: [Count], partitions, why: 'a test' })
const pages = table({ name: 'pages', key: 'a path', records: [Noted], partitions: 2, why: 'a test' })

const isGlobal = (row: unknown): row is (key: string) => unknown => typeof row === 'function'

/** Writes down what it finds. */
const looking = (name: string, lookups: Lookups) =>
  processor({
    name,
    input: { from: visits, only: [reading(Visited, ['page'])] },
    lookups,
    keeps: [],
    outputs: [notes],
    reasons: [],
    process: ({ value }, rows, { forward }) => {
      const found = Object.values(rows).map(row => (isGlobal(row) ? row(value.page) : row))
      return forward(notes, Noted, note(JSON.stringify(found)))
    },
  })
let driver: TestDriver
/** What is found for ada by an event of that time. */
function found(occurredAt: number, page = '/'): unknown {
  driver.send(visits, Visited, visit(`e-${sent++}`, { occurredAt, page }))
  return JSON.parse(driver.outputs(notes)[0]?.value.text ?? '')
}
let sent = 0
const tier = (occurredAt: number, name: string, key = 'ada') => driver.put(tiers, Tier, key, { tier: name, occurredAt })

describe('without a history', () => {
  beforeEach(() => {
    driver = new TestDriver(topologyOf(looking('look', { tier: tableOf(tiers, Tier) })))
  })

  test('the row of the event’s key as it is now; none before there is one, none after it was deleted', () => {
    assert.deepEqual(found(1), [null])
    tier(500, 'gold')
    tier(500, 'lead', 'bob')
    assert.deepEqual(found(1), [{ tier: 'gold', occurredAt: 500 }], 'the newest, also for an older event')
    tier(400, 'silver')
    assert.deepEqual(found(1_000), [{ tier: 'silver', occurredAt: 400 }], 'the last that was written counts')
    driver.restart()
    assert.deepEqual(found(1_000), [{ tier: 'silver', occurredAt: 400 }])
    driver.put(tiers, Tier, 'ada', null)
    assert.deepEqual(found(1_000), [null])
    driver.restart()
    assert.deepEqual(found(1_000), [null])
    assert.equal(driver.row(tableOf(tiers, Tier), 'bob')?.tier, 'lead')
  })

  test('a row that cannot be read is a dead letter, and the row before stays', () => {
    tier(1, 'gold')
    driver.sendBytes(tiers, Buffer.from('?'), { key: 'ada' })
    driver.sendBytes(tiers, null, { key: null })
    const reasons = driver.deadLetters().map(({ reason, topic }) => `${topic} ${reason.split(':')[0]}`)
    assert.deepEqual(reasons.sort(), ['tiers bad_frame', 'tiers no_key'])
    assert.deepEqual(found(1), [{ tier: 'gold', occurredAt: 1 }])
  })
})

describe('with a history', () => {
  const tierThen = tableOf(tiers, Tier, { historyMs: 1_000 })
  const nameAt = (occurredAt: number) => /"tier":"(\w+)"/.exec(JSON.stringify(found(occurredAt)))?.[1]
  beforeEach(() => {
    driver = new TestDriver(topologyOf(looking('look', { tier: tierThen })))
  })

  test('the row that was true at the event’s time, also when versions come late and in the middle, and after a restart', () => {
    tier(100, 'bronze')
    tier(300, 'gold')
    assert.deepEqual([99, 100, 299, 300, 9_999].map(nameAt), [undefined, 'bronze', 'bronze', 'gold', 'gold'])
    tier(200, 'silver')
    assert.deepEqual([199, 200, 299, 300].map(nameAt), ['bronze', 'silver', 'silver', 'gold'])
    tier(200, 'tin')
    assert.deepEqual([199, 200, 300].map(nameAt), ['bronze', 'tin', 'gold'], 'of the same time: replaced')
    driver.restart()
    assert.deepEqual([99, 100, 200, 300].map(nameAt), [undefined, 'bronze', 'tin', 'gold'])
    assert.equal(driver.row(tierThen, 'ada')?.tier, 'gold')
  })

  test('a deletion is a version too, of the record’s time', () => {
    tier(100, 'bronze')
    driver.put(tiers, Tier, 'ada', null, 200)
    tier(300, 'gold')
    assert.deepEqual([150, 199, 200, 250, 300].map(nameAt), ['bronze', 'bronze', undefined, undefined, 'gold'])
    driver.restart()
    assert.deepEqual([150, 250, 300].map(nameAt), ['bronze', undefined, 'gold'])
  })

  test('beyond the horizon only the version that was true at it is kept', () => {
    tier(100, 'bronze')
    tier(200, 'silver')
    tier(1_000, 'gold')
    assert.deepEqual([150, 250].map(nameAt), ['bronze', 'silver'], 'all still within 1,000 of the newest')
    tier(1_250, 'lead')
    assert.deepEqual([150, 250, 1_100, 1_250].map(nameAt), [undefined, 'silver', 'gold', 'lead'])
    driver.put(tiers, Tier, 'ada', null, 5_000)
    assert.deepEqual([1_249, 1_300, 5_000].map(nameAt), [undefined, 'lead', undefined])
    assert.equal(driver.row(tierThen, 'ada'), undefined)
  })

  test('where rows have no time of their own, the record’s counts', () => {
    driver = new TestDriver(topologyOf(looking('look', { count: tableOf(counts, Count, { historyMs: 1_000 }) })))
    driver.put(counts, Count, 'ada', { visits: 1 }, 100)
    driver.put(counts, Count, 'ada', { visits: 2 }, 200)
    assert.deepEqual([found(99), found(199), found(200)], [[null], [{ visits: 1 }], [{ visits: 2 }]])
  })

  test('a lookup without history beside one with: the newest', () => {
    driver = new TestDriver(topologyOf(looking('look', { then: tierThen, now: tableOf(tiers, Tier) })))
    tier(100, 'bronze')
    tier(300, 'gold')
    assert.deepEqual(found(150), [
      { tier: 'bronze', occurredAt: 100 },
      { tier: 'gold', occurredAt: 300 },
    ])
  })
})

describe('global tables', () => {
  const page = globalTableOf(pages, Noted)
  beforeEach(() => {
    driver = new TestDriver(topologyOf(looking('look', { page })))
  })

  test('the row of any key, for every task, whatever the partitions, after a restart too', () => {
    driver.put(pages, Noted, '/a', note('page a'))
    driver.put(pages, Noted, '/b', note('page b'))
    driver.put(pages, Noted, '/b', note('page b, anew'))
    assert.deepEqual([found(1, '/a'), found(1, '/c')], [[note('page a')], [null]])
    driver.restart()
    assert.deepEqual(found(1, '/b'), [note('page b, anew')])
    driver.put(pages, Noted, '/b', null)
    assert.deepEqual(found(1, '/b'), [null])
    assert.deepEqual(driver.row(page, '/a'), note('page a'))
    assert.equal(driver.row(page, '/b'), undefined)
  })
})

describe('stores', () => {
  const seen = store({ name: 'seen', schema: Count, expiry: { afterMs: 10_000 } })
  const remember = processor({
    name: 'remember',
    input: { from: visits, only: [Visited] },
    lookups: { seen },
    keeps: [seen],
    outputs: [],
    reasons: [],
    process: (_event, rows, { keep }) => keep(seen, { visits: (rows.seen?.visits ?? 0) + 1 }),
  })
  beforeEach(() => {
    driver = new TestDriver(topologyOf(remember, looking('look', { seen })))
  })

  test('a row goes away when its time after the last change has passed, not before, and for good', () => {
    found(1)
    driver.advance(6_000)
    assert.deepEqual(found(1), [{ visits: 2 }])
    driver.advance(6_000)
    driver.restart()
    assert.deepEqual(driver.row(seen, 'ada'), { visits: 2 })
    driver.advance(4_000)
    assert.deepEqual(driver.row(seen, 'ada'), { visits: 2 }, 'at its very time it is still there')
    driver.advance(1_000)
    assert.equal(driver.row(seen, 'ada'), undefined, 'the engine looks once a second')
    driver.restart()
    assert.deepEqual(found(1), [{ visits: 1 }])
  })

  test('rows of many keys each at its time', () => {
    for (let n = 0; n < 50; n++) {
      driver.send(visits, Visited, visit(`s-${n}`, { subject: `s-${n}` }))
      driver.advance(1_000)
    }
    const left = Array.from({ length: 50 }, (_, n) => driver.row(seen, `s-${n}`)).filter(Boolean)
    assert.equal(left.length, 10)
  })
})
