import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RecordSchema } from '../../../schemas/record.ts'
import { processor, reading, type Envelope } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Noted, notes, note, otherVisits, visit, Visited, visits } from './visits.ts'

const hour = 3_600_000
const echo = (name: string, from: typeof visits | typeof otherVisits) =>
  processor({
    name,
    input: { from, only: [reading(Visited, [])] },
    lookups: {},
    keeps: [],
    outputs: [notes],
    reasons: [],
    process: ({ value }, _rows, { forward }) => forward(notes, Noted, note(`${name} ${value.eventId}`, value.subject)),
  })
const topology = topologyOf(echo('one', visits), echo('two', otherVisits))
const textsOf = (driver: TestDriver) => driver.outputs(notes).map(({ value }) => `${value.subject}: ${value.text}`)

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topology, { dedupeHours: 24 })
})

test('an event that comes twice is processed once, and the second leaves a decision', () => {
  driver.send(visits, Visited, visit('1'))
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(textsOf(driver), ['ada: one 1'])
  const duplicate = { processor: 'process', reason: 'duplicate', eventId: '1', subject: 'ada' }
  assert.deepEqual(driver.decisions(), [{ ...duplicate, eventType: 'test.Visited' }])
})

test('twice within one commit as well', () => {
  driver.together(() => {
    for (let n = 0; n < 3; n++) driver.send(visits, Visited, visit('1'))
  })
  assert.deepEqual([textsOf(driver), driver.decisions().length], [['ada: one 1'], 2])
})

test('the same id of another subject, in the same task too, or in another topic, is another event', () => {
  const subjects = Array.from({ length: 20 }, (_, n) => `s-${n}`)
  for (const subject of subjects) driver.send(visits, Visited, visit('1', { subject }))
  assert.equal(textsOf(driver).length, 20)
  driver.send(otherVisits, Visited, visit('1', { subject: 's-1' }))
  assert.deepEqual(textsOf(driver), ['s-1: two 1'])
})

test('where events name their source, an id is that source’s own', () => {
  const Sourced: RecordSchema<'test.Sourced', Envelope & { source: string }> = {
    name: 'test.Sourced',
    compatibility: 'FULL',
    avro: {
      type: 'record',
      name: 'Sourced',
      namespace: 'test',
      fields: [
        { name: 'source', type: 'string' },
        { name: 'eventId', type: 'string' },
        { name: 'subject', type: 'string' },
        { name: 'occurredAt', type: 'long' },
      ],
    },
  }
  const sourced = { ...echo('one', visits), input: { from: visits, only: [reading(Sourced, [])] } }
  driver = new TestDriver(topologyOf(sourced))
  for (const source of ['/shop', '/web', '/shop'])
    driver.send(visits, Sourced, { source, eventId: '1', subject: 'ada', occurredAt: 1 })
  assert.deepEqual([textsOf(driver).length, driver.decisions().length], [2, 1])
})

test('ids are remembered over a restart, for as long as the window is, and not for ever', () => {
  driver.send(visits, Visited, visit('1'))
  driver.advance(23 * hour)
  driver.restart()
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(textsOf(driver), ['ada: one 1'])
  driver.advance(3 * hour)
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(textsOf(driver), ['ada: one 1'], 'processed anew after the window')
  driver.restart()
  driver.send(visits, Visited, visit('1'))
  assert.deepEqual(textsOf(driver), [], 'and known from then on')
})

test('an event that nobody wanted is not remembered: it leaves nothing that could be had twice', () => {
  const picky = processor({
    name: 'picky',
    input: { from: visits, only: [reading(Visited, [], { page: ['/b'] })] },
    lookups: {},
    keeps: [],
    outputs: [notes],
    reasons: [],
    process: (_event, _rows, { forward }) => forward(notes, Noted, note('seen')),
  })
  driver = new TestDriver(topologyOf(picky))
  driver.send(visits, Visited, visit('1', { page: '/a' }))
  driver.send(visits, Visited, visit('1', { page: '/b' }))
  assert.deepEqual([driver.outputs(notes).length, driver.decisions()], [1, []])
})
