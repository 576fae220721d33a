import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { processor, reading, store, timer, type Timer } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { Count, note, Noted, notes, visit, Visited, visits } from './visits.ts'

const fired = store({ name: 'fired', schema: Count, expiry: 'none: a test' })

/** Its events say in `page` what to do with the timers: "name due", "name off", or nothing. A fired timer says so, and does what its name says. */
type Alarm = Timer<'a' | 'b' | 'again' | 'throws' | 'drops' | 'other'>
function alarms(...timers: readonly Alarm[]) {
  return processor({
    name: 'alarms',
    input: { from: visits, only: [reading(Visited, ['page'])] },
    lookups: { fired },
    keeps: [fired],
    timers,
    outputs: [notes],
    reasons: ['enough'],
    process({ value }, _rows, { setTimer, cancelTimer }) {
      const [name, due = ''] = value.page.split(' ')
      const chosen = timers.find(timer => timer.name === name)
      if (!chosen) return []
      return due === 'off' ? cancelTimer(chosen) : setTimer(chosen, Number(due))
    },
    wake({ name, key, due, at, eventId }, rows, { forward, keep, setTimer, drop }) {
      if (name === 'throws') throw new Error('no more')
      if (name === 'drops') return drop('enough')
      if (name === 'other') return [drop('enough', { eventId: 'held-1', occurredAt: 77 }), drop('enough')]
      const visits = (rows.fired?.visits ?? 0) + 1
      const [again] = timers.filter(timer => timer.name === 'again')
      return [
        keep(fired, { visits }),
        forward(notes, Noted, note(`${name} ${due} ${at} ${eventId} ${visits}`, key)),
        ...(again && name === 'again' && visits < 3 ? [setTimer(again, due + 100)] : []),
      ]
    },
  })
}
const textsOf = (driver: TestDriver) => driver.outputs(notes).map(({ value }) => value.text)

const start = 1_000_000
let driver: TestDriver
let sent = 0
const tell = (page: string, subject = 'ada', occurredAt = driver.now) =>
  driver.send(visits, Visited, visit(`e-${++sent}`, { page, subject, occurredAt }))
const begin = (...timers: readonly Alarm[]) => {
  driver = new TestDriver(topologyOf(alarms(...timers)), { now: start })
  sent = 0
}
const dues = () => driver.timers().map(({ name, key, due, clock }) => `${key} ${name} ${due - start} ${clock}`)

describe('by the wall clock', () => {
  const names = ['a', 'b', 'again', 'throws', 'drops', 'other'] as const
  const timers = names.map(name => timer({ name, clock: 'wall' }))
  beforeEach(() => begin(...timers))

  test('never early, once, with what it was set to and by which event; its record is under the timer’s key', () => {
    tell(`a ${start + 500}`)
    driver.advance(499)
    assert.deepEqual([textsOf(driver), dues()], [[], ['ada a 500 wall']])
    driver.advance(1)
    const [output] = driver.outputs(notes)
    assert.equal(output?.value.text, `a ${start + 500} ${start + 500} e-1/alarms/a/${start + 500} 1`)
    assert.deepEqual([output.key, output.timestamp], ['ada', start + 500])
    driver.advance(10_000)
    assert.deepEqual([textsOf(driver), dues()], [[], []])
  })

  test('each at its own time and in their order, however far the clock moves', () => {
    tell(`b ${start + 700}`)
    tell(`a ${start + 300}`)
    driver.advance(60_000)
    const times = driver.outputs(notes).map(({ timestamp }) => timestamp - start)
    assert.deepEqual(times, [300, 700])
  })

  test('set anew it fires at the new time only, be it later or earlier; cancelled not at all', () => {
    tell(`a ${start + 500}`)
    tell(`a ${start + 900}`)
    tell(`b ${start + 500}`)
    tell(`b ${start + 200}`)
    tell(`drops ${start + 400}`)
    tell('drops off')
    assert.deepEqual(dues(), ['ada b 200 wall', 'ada a 900 wall'])
    driver.advance(10_000)
    assert.deepEqual(
      driver.outputs(notes).map(({ timestamp }) => timestamp - start),
      [200, 900],
    )
    assert.deepEqual(driver.decisions(), [])
  })

  test('one per key', () => {
    tell(`a ${start + 10}`)
    tell(`a ${start + 20}`, 'bob')
    tell('a off', 'cleo')
    assert.deepEqual(dues(), ['ada a 10 wall', 'bob a 20 wall'])
    tell('a off')
    driver.advance(30)
    assert.deepEqual(
      driver.outputs(notes).map(({ key }) => key),
      ['bob'],
    )
  })

  test('a key may hold a slash', () => {
    tell(`a ${start + 10}`, 'a/b/c')
    driver.restart()
    driver.advance(10)
    assert.equal(driver.outputs(notes)[0]?.key, 'a/b/c')
  })

  test('one that is due already fires at once', () => {
    tell(`a ${start - 5}`)
    assert.deepEqual(textsOf(driver), [`a ${start - 5} ${start} e-1/alarms/a/${start - 5} 1`])
  })

  test('set anew while it fires: each time once, at its time', () => {
    tell(`again ${start + 100}`)
    driver.advance(1_000)
    const fires = driver.outputs(notes)
    assert.deepEqual(
      fires.map(({ timestamp, value }) => `${timestamp - start} ${value.text.slice(-1)}`),
      ['100 1', '200 2', '300 3'],
    )
    assert.equal(fires[2]?.value.text.split(' ')[3], `e-1/alarms/again/${start + 300}`, 'its id does not grow')
    assert.deepEqual(dues(), [])
  })

  test('over a restart: what is set stays set, what was replaced, cancelled or fired stays so; late at worst, once', () => {
    tell(`a ${start + 500}`)
    tell(`a ${start + 600}`)
    tell(`b ${start + 100}`)
    tell(`drops ${start + 100}`)
    tell('drops off')
    driver.advance(200)
    assert.equal(textsOf(driver).length, 1)
    driver.restart()
    assert.deepEqual(dues(), ['ada a 600 wall'])
    driver.advance(10_000)
    assert.equal(driver.outputs(notes)[0]?.timestamp, start + 600)
    driver.restart()
    driver.advance(10_000)
    assert.deepEqual([textsOf(driver), driver.decisions()], [[], []])
  })

  test('a wake that throws: the timer is a dead letter under the processor’s name, and gone; its neighbour fires', () => {
    tell(`throws ${start + 1}`)
    tell(`a ${start + 1}`)
    driver.advance(1)
    const [letter, ...more] = driver.deadLetters()
    assert.deepEqual([letter?.by, letter?.reason, letter?.key], ['alarms', 'threw: no more', 'ada'])
    assert.deepEqual(JSON.parse(String(letter?.bytes)), { timer: 'throws', eventId: `e-1/alarms/throws/${start + 1}` })
    assert.deepEqual([more, dues(), textsOf(driver).length], [[], [], 1])
  })

  test('a wake that drops leaves a decision about the timer', () => {
    tell(`drops ${start + 1}`)
    driver.advance(1)
    const eventId = `e-1/alarms/drops/${start + 1}`
    assert.deepEqual(driver.decisions(), [
      { processor: 'alarms', reason: 'enough', eventId, subject: 'ada', eventType: 'drops' },
    ])
  })

  test('a wake may decide about an event that it held back: that one’s id, under the timer’s key and name', () => {
    tell(`other ${start + 1}`)
    driver.advance(1)
    const decided = { processor: 'alarms', reason: 'enough', subject: 'ada', eventType: 'other' }
    assert.deepEqual(driver.decisions(), [
      { ...decided, eventId: 'held-1' },
      { ...decided, eventId: `e-1/alarms/other/${start + 1}` },
    ])
  })

  test('a fire that was not committed comes again, with everything that belongs to it', () => {
    tell(`a ${start + 500}`)
    driver.hold()
    driver.advance(500)
    assert.deepEqual([driver.row(fired, 'ada'), dues()], [{ visits: 1 }, []])
    driver.crash()
    assert.deepEqual([driver.row(fired, 'ada'), dues(), textsOf(driver)], [undefined, ['ada a 500 wall'], []])
    driver.commit()
    assert.deepEqual([driver.row(fired, 'ada'), dues(), textsOf(driver).length], [{ visits: 1 }, [], 1])
  })
})

describe('by event time', () => {
  beforeEach(() =>
    begin(
      timer({ name: 'a', clock: 'event' }),
      timer({ name: 'b', clock: 'event' }),
      timer({ name: 'again', clock: 'event' }),
    ),
  )

  test('when an event of that time has been seen, not by the clock; `at` is that event’s time', () => {
    driver.advance(1_000)
    tell(`a ${start + 500}`, 'ada', start + 100)
    driver.advance(3_600_000)
    tell('-', 'ada', start + 499)
    assert.deepEqual([textsOf(driver), dues()], [[], ['ada a 500 event']])
    tell('-', 'ada', start + 700)
    assert.deepEqual(textsOf(driver), [`a ${start + 500} ${start + 700} e-1/alarms/a/${start + 500} 1`])
    assert.deepEqual(dues(), [])
  })

  test('a late event does not turn time back, and one of the future moves it to the clock at most', () => {
    driver.advance(1_000)
    tell('-', 'ada', start + 600)
    tell(`a ${start + 500}`, 'ada', start + 1)
    assert.equal(textsOf(driver).length, 1, 'due already')
    tell(`a ${start + 5_000}`)
    tell('-', 'ada', start + 9_000_000)
    assert.deepEqual(textsOf(driver), [])
    driver.advance(4_000)
    tell('-', 'ada', start + 9_000_000)
    assert.equal(textsOf(driver).length, 1)
  })

  test('over a restart the task knows how far it was: what became due meanwhile is nothing, and the rest is still set', () => {
    driver.advance(1_000)
    tell(`a ${start + 2_000}`)
    tell('-', 'ada', start + 900)
    driver.restart()
    assert.deepEqual(dues(), ['ada a 2000 event'])
    tell(`b ${start + 950}`, 'ada', start + 10)
    assert.equal(textsOf(driver).length, 1, 'its time had been reached before the restart')
    driver.advance(5_000)
    tell('-')
    assert.equal(textsOf(driver).length, 1)
  })

  test('the same when events come one by one and when they come at once, as in a replay: between the same two events', () => {
    const run = (atOnce: boolean) => {
      begin(timer({ name: 'a', clock: 'event' }), timer({ name: 'b', clock: 'event' }))
      driver.advance(100_000)
      const send = () => {
        tell(`a ${start + 50}`, 'ada', start + 10)
        tell(`b ${start + 70}`, 'ada', start + 20)
        for (let n = 3; n < 20; n++) tell('-', 'ada', start + n * 10)
      }
      if (atOnce) driver.together(send)
      else send()
      return textsOf(driver)
    }
    const oneByOne = run(false)
    assert.deepEqual(oneByOne, [
      `a ${start + 50} ${start + 50} e-1/alarms/a/${start + 50} 1`,
      `b ${start + 70} ${start + 70} e-2/alarms/b/${start + 70} 2`,
    ])
    assert.deepEqual(run(true), oneByOne)
  })
})
