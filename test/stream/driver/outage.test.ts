/** Timers of the wall clock and records that came in while nobody read: one order of time. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { processor, reading, timer } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { note, Noted, notes, visit, Visited, visits } from './visits.ts'

const alarm = timer({ name: 'alarm', clock: 'wall' })
const start = 1_000_000

/** "wait 500" sets the alarm to that long after the start, "wait now" to at once, "done" cancels it; everything is noted. */
const waiting = processor({
  name: 'waiting',
  input: { from: visits, only: [reading(Visited, ['page'])] },
  lookups: {},
  keeps: [],
  timers: [alarm],
  outputs: [notes],
  reasons: [],
  process({ value: { page } }, _rows, { forward, setTimer, cancelTimer }) {
    const noted = forward(notes, Noted, note(page))
    const [what, ms] = page.split(' ')
    if (what === 'wait') return [noted, setTimer(alarm, ms === 'now' ? 0 : start + Number(ms))]
    return what === 'done' ? [noted, cancelTimer(alarm)] : noted
  },
  wake: ({ due, at, key }, _rows, { forward }) =>
    forward(notes, Noted, note(due === 0 ? 'at once' : `fired ${due - start} at ${at - start}`, key)),
})

let driver: TestDriver
let sent = 0
beforeEach(() => {
  driver = new TestDriver(topologyOf(waiting), { now: start })
  sent = 0
})
const tell = (page: string, subject = 'ada') => driver.send(visits, Visited, visit(`e-${++sent}`, { page, subject }))
const texts = (key = 'ada') => driver.outputs(notes).flatMap(({ key: of, value }) => (of === key ? [value.text] : []))

/** What happens while the process is down; it begins again at the end. */
const down = (during: () => void) =>
  driver.together(() => {
    during()
    driver.restart()
  })

test('what was done in time while the process was down cancels: the timer does not fire, overdue as it is', () => {
  tell('wait 500')
  down(() => {
    driver.advance(400)
    tell('done')
    driver.advance(60_000)
  })
  driver.advance(60_000)
  assert.deepEqual([texts(), driver.timers()], [['wait 500', 'done'], []])
})

test('the same without a restart: records were not read for a while', () => {
  tell('wait 500')
  driver.together(() => {
    driver.advance(400)
    tell('done')
    driver.advance(60_000)
  })
  assert.deepEqual(texts(), ['wait 500', 'done'])
})

test('at the very time it is in time still; a moment later it is too late, and the timer fires first', () => {
  const run = (ms: number) => {
    driver = new TestDriver(topologyOf(waiting), { now: start })
    tell('wait 500')
    down(() => {
      driver.advance(ms)
      tell('done')
      driver.advance(1_000)
    })
    return texts().slice(1)
  }
  assert.deepEqual(run(500), ['done'])
  assert.deepEqual(run(501), ['fired 500 at 1501', 'done'])
})

test('several timers and records come in the order of their times, those that are set meanwhile too', () => {
  tell('wait 100')
  down(() => {
    for (const ms of [50, 100, 150, 200, 250]) {
      driver.advance(50)
      tell(ms === 150 ? 'wait 230' : `r ${ms}`)
    }
    driver.advance(1_000)
  })
  const at = 'at 1250'
  assert.deepEqual(texts(), [
    'wait 100',
    'r 50',
    'r 100',
    `fired 100 ${at}`,
    'wait 230',
    'r 200',
    `fired 230 ${at}`,
    'r 250',
  ])
})

test('a timer for which nothing came fires at once after the outage, whatever others have before them', () => {
  tell('wait 500')
  tell('wait 500', 'bob')
  down(() => driver.advance(60_000))
  assert.deepEqual([texts().length, driver.timers()], [2, []])
})

test('one that is set to at once is not held back by records that wait', () => {
  driver.together(() => {
    tell('wait now')
    for (let n = 0; n < 1_000; n++) tell('r')
    driver.advance(1_000)
  })
  const order = texts()
  assert.equal(order.length, 1_002)
  const fired = order.indexOf('at once')
  assert.ok(fired > 0 && fired < 1_001, `it fired as number ${fired}`)
})

test('over a crash: what had fired is taken back, and cancelled by what comes in time', () => {
  tell('wait 500')
  driver.hold()
  driver.advance(400)
  tell('done')
  driver.crash()
  down(() => driver.advance(60_000))
  assert.deepEqual(texts(), ['wait 500', 'done'])
})
