import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RecordSchema } from '../../../schemas/record.ts'
import { processor, reading, store, stream, table, tableOf, timer } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Count, note, Noted, notes, otherVisits, partitions, visit, Visited, visits } from './visits.ts'

interface Seen {
  eventId: string
  subject: string
  occurredAt: number
  by: string
}
const Seen: RecordSchema<'test.Seen', Seen> = {
  name: 'test.Seen',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Seen',
    namespace: 'test',
    fields: [
      { name: 'eventId', type: 'string' },
      { name: 'subject', type: 'string' },
      { name: 'occurredAt', type: 'long' },
      { name: 'by', type: 'string' },
    ],
  },
}
const rest = { key: 'a page', partitions, why: 'a test', retentionMs: 1_000 }
const byPage = stream({ ...rest, name: 'by-page', records: [Seen] })
const pageViews = store({ name: 'page-views', schema: Count, expiry: 'none: a test' })

/** A visit goes on under its page's key. */
const regroup = processor({
  name: 'regroup',
  input: { from: visits, only: [reading(Visited, ['page'])] },
  lookups: {},
  keeps: [],
  outputs: [byPage],
  reasons: [],
  process: ({ value: { page, eventId, subject, occurredAt } }, _rows, { forward }) =>
    forward(byPage, Seen, { eventId, subject: page, occurredAt, by: subject }, page),
})
const countViews = processor({
  name: 'count-views',
  input: { from: byPage, only: [Seen] },
  lookups: { views: pageViews },
  keeps: [pageViews],
  outputs: [notes],
  reasons: [],
  process({ value }, { views }, { keep, forward }) {
    const visits = (views?.visits ?? 0) + 1
    return [
      keep(pageViews, { visits }),
      forward(notes, Noted, note(`${value.eventId} by ${value.by} is ${visits}`, value.subject)),
    ]
  },
})
const textsOf = (driver: TestDriver, key?: string) =>
  driver.outputs(notes).flatMap(record => (key === undefined || record.key === key ? [record.value.text] : []))

describe('re-keying through a topic of the same stage', () => {
  const topology = topologyOf(regroup, countViews)

  test('what is passed on is processed under its new key, in the order of the old one, with its trace', () => {
    const driver = new TestDriver(topology)
    for (let n = 0; n < 30; n++)
      driver.send(visits, Visited, visit(`e-${n}`, { page: `/${n % 2}` }), { headers: [['traceparent', `t-${n}`]] })
    const records = driver.outputs(notes)
    const ofOne = records.filter(({ key }) => key === '/1')
    assert.deepEqual(
      ofOne.map(({ value }) => value.text),
      Array.from({ length: 15 }, (_, n) => `e-${n * 2 + 1} by ada is ${n + 1}`),
    )
    assert.deepEqual(ofOne[0]?.headers, [['traceparent', 't-1']])
    assert.deepEqual([driver.row(pageViews, '/0'), driver.row(pageViews, 'ada')], [{ visits: 15 }, undefined])
    assert.equal(driver.outputs(byPage).length, 30)
  })

  test('at once, in one commit, the same', () => {
    const driver = new TestDriver(topology)
    driver.together(() => {
      for (let n = 0; n < 30; n++) driver.send(visits, Visited, visit(`e-${n}`, { page: '/' }))
    })
    assert.deepEqual(
      textsOf(driver),
      Array.from({ length: 30 }, (_, n) => `e-${n} by ada is ${n + 1}`),
    )
  })

  test('what is not committed is not passed on; after a crash it is passed on once', () => {
    const driver = new TestDriver(topology)
    driver.hold()
    driver.send(visits, Visited, visit('1', { page: '/' }))
    assert.equal(driver.row(pageViews, '/'), undefined)
    driver.crash()
    driver.restart()
    assert.deepEqual([driver.row(pageViews, '/'), textsOf(driver)], [{ visits: 1 }, ['1 by ada is 1']])
  })

  test('processors that feed each other for ever are found out', () => {
    const back = processor({
      ...countViews,
      name: 'back',
      input: { from: byPage, only: [Seen] },
      lookups: {},
      keeps: [],
      outputs: [visits],
      reasons: [],
      process: ({ value }, _rows, { forward }) => forward(visits, Visited, visit(value.eventId), 'ada'),
    })
    const driver = new TestDriver(topologyOf(regroup, back))
    assert.throws(() => driver.send(visits, Visited, visit('1')), /there is no end/)
  })

  test('so is a timer that sets itself to what is past', () => {
    const tick = timer({ name: 'tick', clock: 'wall' })
    const ticking = processor({
      name: 'ticking',
      input: { from: visits, only: [Visited] },
      lookups: {},
      keeps: [],
      timers: [tick],
      outputs: [],
      reasons: [],
      process: (_event, _rows, { setTimer }) => setTimer(tick, 0),
      wake: (_fired, _rows, { setTimer }) => setTimer(tick, 0),
    })
    const driver = new TestDriver(topologyOf(ticking))
    assert.throws(() => driver.send(visits, Visited, visit('1')), /there is no end/)
  })
})

describe('several inputs', () => {
  const tiers = table({ name: 'tiers', key: 'the visitor', records: [Noted], partitions, why: 'a test' })
  const echo = (name: string, from: typeof visits | typeof otherVisits) =>
    processor({
      name,
      input: { from, only: [Visited] },
      lookups: { tier: tableOf(tiers, Noted) },
      keeps: [],
      outputs: [notes],
      reasons: [],
      process: ({ value }, { tier }, { forward }) =>
        forward(notes, Noted, note(`${value.eventId} ${tier?.text ?? 'none'}`, value.subject)),
    })
  const topology = topologyOf(echo('one', visits), echo('two', otherVisits))

  test('what has arrived is taken by the records’ timestamps, whatever input they lie in', () => {
    const driver = new TestDriver(topology)
    driver.together(() => {
      for (const at of [10, 30, 50]) driver.send(visits, Visited, visit(`v-${at}`), { at })
      for (const at of [20, 40, 60]) driver.send(otherVisits, Visited, visit(`o-${at}`), { at })
      driver.put(tiers, Noted, 'ada', note('gold'), 25)
      driver.put(tiers, Noted, 'ada', note('lead'), 45)
    })
    assert.deepEqual(textsOf(driver), ['v-10 none', 'o-20 none', 'v-30 gold', 'o-40 gold', 'v-50 lead', 'o-60 lead'])
  })

  test('within one input the order is that of the log, also where timestamps go back', () => {
    const driver = new TestDriver(topology)
    driver.together(() => {
      for (const at of [30, 10, 20]) driver.send(visits, Visited, visit(`v-${at}`), { at })
      driver.send(otherVisits, Visited, visit('o-25'), { at: 25 })
    })
    assert.deepEqual(textsOf(driver), ['o-25 none', 'v-30 none', 'v-10 none', 'v-20 none'])
  })
})
