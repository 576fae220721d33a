import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { addTo, countWithin, processor, reading, store, sumWithin, timer } from '../../../src/stream/define.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Count, note, Noted, notes, visit, Visited, visits } from './visits.ts'

const counts = store({ name: 'counts', schema: Count, expiry: 'none: a test' })
const idle = timer({ name: 'idle', clock: 'wall' })
const away = timer({ name: 'away', clock: 'event' })
const minute = 60_000

/** Counts, says so, sets a timer of each clock and, at every third visit, drops. */
const everything = processor({
  name: 'everything',
  input: { from: visits, only: [reading(Visited, ['page'])] },
  lookups: { count: counts },
  keeps: [counts],
  timers: [idle, away],
  outputs: [notes],
  reasons: ['third', 'asked'],
  process({ value }, { count }, { keep, forward, drop, setTimer, deadLetter }) {
    if (value.page === '/bad') return deadLetter('asked')
    const visits = (count?.visits ?? 0) + 1
    const { occurredAt, subject } = value
    return [
      keep(counts, { visits }),
      setTimer(idle, occurredAt + minute),
      setTimer(away, occurredAt + minute),
      visits % 3 === 0 ? drop('third') : forward(notes, Noted, note(String(visits), subject)),
    ]
  },
  wake: ({ name, key }, _rows, { forward }) => forward(notes, Noted, note(name, key)),
})

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(everything))
})
const send = (id: string, more = {}) => driver.send(visits, Visited, visit(id, { occurredAt: driver.now, ...more }))
const textsOf = () => driver.outputs(notes).map(({ value }) => value.text)

/** Everything that can be seen of the stage. */
const state = () => ({
  row: driver.row(counts, 'ada'),
  bob: driver.row(counts, 'bob'),
  timers: driver.timers(),
  outputs: textsOf(),
  decisions: driver.decisions(),
  letters: driver.deadLetters().length,
})
const nothingNew = { outputs: [], decisions: [], letters: 0 }

test('a crash before the commit leaves rows, ids and timers as before; then the events have their effect once', () => {
  send('1')
  const before = state()
  driver.hold()
  send('2')
  send('3')
  send('3')
  send('b', { subject: 'bob' })
  send('4', { page: '/bad' })
  assert.deepEqual([driver.row(counts, 'ada'), driver.row(counts, 'bob')], [{ visits: 3 }, { visits: 1 }])
  assert.deepEqual([textsOf(), driver.decisions(), driver.deadLetters()], [[], [], []], 'nothing is seen of it')
  driver.crash()
  assert.deepEqual(state(), { ...before, ...nothingNew })
  driver.commit()
  const { row, bob, outputs, decisions, letters } = state()
  assert.deepEqual([row, bob, outputs.sort(), letters], [{ visits: 3 }, { visits: 1 }, ['1', '2'], 1])
  assert.deepEqual(decisions.map(({ reason }) => reason).sort(), ['duplicate', 'third'])
  send('2')
  assert.deepEqual(driver.row(counts, 'ada'), { visits: 3 }, 'and are known from then on')
})

test('a process that dies before the commit: the next one begins with what is committed, and ends where the first would have', () => {
  send('1')
  driver.hold()
  send('2')
  driver.restart()
  assert.deepEqual([driver.row(counts, 'ada'), textsOf(), driver.timers().length], [{ visits: 2 }, ['1', '2'], 2])
})

test('several crashes in a row', () => {
  for (let n = 1; n <= 5; n++) {
    driver.hold()
    send(`e-${n}`)
    driver.crash()
    if (n % 2 === 0) driver.restart()
  }
  driver.commit()
  assert.deepEqual([driver.row(counts, 'ada'), textsOf()], [{ visits: 5 }, ['1', '2', '4', '5']])
})

test('a restart after every event changes nothing of what is seen', () => {
  const run = (restarts: boolean) => {
    driver = new TestDriver(topologyOf(everything))
    for (let n = 0; n < 40; n++) {
      send(`e-${n % 30}`, { subject: ['ada', 'bob', 'cleo'][n % 3] })
      driver.advance(n % 7 === 0 ? 2 * minute : 1_000)
      if (restarts) driver.restart()
    }
    return state()
  }
  assert.deepEqual(run(true), run(false))
})

test('random crashes and restarts, and the outputs are as if there had been none', () => {
  const run = (crashes: (n: number) => number) => {
    driver = new TestDriver(topologyOf(everything))
    for (let n = 0; n < 200; n++) {
      if (crashes(n) === 1) driver.hold()
      send(`e-${n}`, { subject: n % 4 === 0 ? 'bob' : 'ada', page: n % 50 === 0 ? '/bad' : '/' })
      if (crashes(n) === 2) driver.crash()
      if (crashes(n) === 3) driver.restart()
    }
    driver.commit()
    return state()
  }
  let seed = 42
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % 7
  const calm = run(() => 0)
  const rough = run(random)
  assert.deepEqual({ ...rough, decisions: rough.decisions.length }, { ...calm, decisions: calm.decisions.length })
})

interface Views {
  perHour: { start: number; sum: number; count: number }[]
}
const Views: RecordSchema<'test.Views', Views> = {
  name: 'test.Views',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Views',
    namespace: 'test',
    fields: [
      {
        name: 'perHour',
        default: [],
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'WindowBucket',
            fields: [
              { name: 'start', type: 'long' },
              { name: 'sum', type: 'double' },
              { name: 'count', type: 'long' },
            ],
          },
        },
      },
    ],
  },
}

test('windows in a processor’s row: counts of the last day, over a restart', () => {
  const day = { sizeMs: 24 * 60 * minute, everyMs: 60 * minute }
  const views = store({ name: 'views', schema: Views, expiry: { afterMs: day.sizeMs } })
  const often = processor({
    name: 'often',
    input: { from: visits, only: [reading(Visited, [])] },
    lookups: { views },
    keeps: [views],
    outputs: [notes],
    reasons: [],
    process({ value: { occurredAt } }, rows, { keep, forward }) {
      const perHour = addTo(rows.views?.perHour ?? [], occurredAt, 2, day)
      const text = `${countWithin(perHour, occurredAt, day.sizeMs)} ${sumWithin(perHour, occurredAt, day.sizeMs)}`
      return [keep(views, { perHour }), forward(notes, Noted, note(text))]
    },
  })
  driver = new TestDriver(topologyOf(often))
  for (let n = 0; n < 4; n++) {
    send(`e-${n}`)
    driver.advance(8 * 60 * minute)
    driver.restart()
  }
  assert.deepEqual(textsOf(), ['1 2', '2 4', '3 6', '3 6'])
})

test('decisions: what one commit drops for one reason lies in one record a task, in its order', () => {
  driver.together(() => {
    for (let n = 1; n <= 300; n++) send(`e-${n}`)
  })
  const ids = driver.decisions().map(({ eventId }) => eventId)
  assert.deepEqual(
    ids,
    Array.from({ length: 100 }, (_, n) => `e-${(n + 1) * 3}`),
  )
})
