/** Quiet hours against another way to know them: every minute of the days around a change of the clocks, as the zone's clock shows it, read backwards. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { quietUntil, zoneOf, type QuietHours } from '../../../processors/rules/quiet-hours.ts'
import { random } from '../../sources/random.ts'
import { customerWith, noon } from './going.ts'

const minute = 60_000
const hour = 60 * minute

describe('a window over midnight', () => {
  const quiet = { from: '21:00', to: '08:00' }
  const berlin = (time: string) => Date.parse(`2026-01-15T${time}+01:00`)
  for (const [time, until] of [
    ['20:59:59.999', undefined],
    ['21:00:00.000', '2026-01-16T08:00+01:00'],
    ['23:59:59.999', '2026-01-16T08:00+01:00'],
    ['00:00:00.000', '2026-01-15T08:00+01:00'],
    ['07:59:59.999', '2026-01-15T08:00+01:00'],
    ['08:00:00.000', undefined],
    ['12:00:00.000', undefined],
  ] as const)
    test(`at ${time}`, () => {
      assert.equal(quietUntil(berlin(time), 'Europe/Berlin', quiet), until && Date.parse(until))
    })
})

test('no quiet where both ends are the same', () => {
  for (let at = 0; at < 48 * hour; at += 7 * minute)
    assert.equal(quietUntil(at, 'UTC', { from: '13:00', to: '13:00' }), undefined)
})

describe('the night in which the clocks change', () => {
  const quiet = { from: '21:00', to: '08:00' }
  for (const [what, at, until] of [
    ['forward: an hour shorter', '2026-03-28T21:00+01:00', '2026-03-29T08:00+02:00'],
    ['back: an hour longer', '2026-10-24T21:00+02:00', '2026-10-25T08:00+01:00'],
    ['the first half past two', '2026-10-25T02:30+02:00', '2026-10-25T08:00+01:00'],
    ['the second half past two', '2026-10-25T02:30+01:00', '2026-10-25T08:00+01:00'],
  ] as const)
    test(what, () => {
      assert.equal(quietUntil(Date.parse(at), 'Europe/Berlin', quiet), Date.parse(until))
    })

  test('an end that the clocks leap over: as soon as they have', () => {
    const at = Date.parse('2026-03-29T01:00+01:00')
    const leap = Date.parse('2026-03-29T03:00+02:00')
    assert.equal(quietUntil(at, 'Europe/Berlin', { from: '00:00', to: '02:30' }), leap)
  })

  test('an end that comes twice: the first time; and what is asked in between waits for the second', () => {
    const quiet = { from: '00:00', to: '02:30' }
    const [first, second] = [Date.parse('2026-10-25T02:30+02:00'), Date.parse('2026-10-25T02:30+01:00')]
    assert.equal(quietUntil(first - 1, 'Europe/Berlin', quiet), first)
    assert.equal(quietUntil(first, 'Europe/Berlin', quiet), undefined)
    assert.equal(quietUntil(first + 30 * minute, 'Europe/Berlin', quiet), second)
  })
})

/** Days on which clocks change, as the zones have it: also at midnight, by half an hour, by two, by a whole day. */
const changes = [
  ['Europe/Berlin', '2026-03-29', '2026-10-25'],
  ['America/New_York', '2026-03-08', '2026-11-01'],
  ['America/St_Johns', '2026-03-08', '2026-11-01'],
  ['America/Santiago', '2026-04-05', '2026-09-06'],
  ['Asia/Beirut', '2026-03-29', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
  ['Pacific/Chatham', '2026-04-05', '2026-09-27'],
  ['Antarctica/Troll', '2026-03-29', '2026-10-25'],
  ['Pacific/Apia', '2011-12-30', '2011-09-24'],
] as const

/** Windows whose ends lie in, at and around the hours that are left out or come twice. */
const windows: readonly QuietHours[] = [
  { from: '21:00', to: '08:00' },
  { from: '22:30', to: '02:30' },
  { from: '02:00', to: '03:00' },
  { from: '02:15', to: '02:20' },
  { from: '02:30', to: '01:30' },
  { from: '00:00', to: '23:59' },
  { from: '23:45', to: '00:15' },
  { from: '00:30', to: '00:10' },
  { from: '13:00', to: '14:00' },
]

describe('over every change of the clocks', () => {
  const between = random(7)
  const someTime = () => new Date(Math.floor(between() * 1440) * minute).toISOString().slice(11, 16)
  for (const [zone, ...dates] of changes)
    for (const date of dates)
      test(`${zone}, ${date}`, () => {
        const clock = clockAround(zone, date)
        assert.ok(clock.offsets > 1, 'the clocks do not change on that day')
        const more = Array.from({ length: 6 }, () => ({ from: someTime(), to: someTime() }))
        for (const quiet of [...windows, ...more]) {
          const expected = endsOf(clock.times, quiet)
          for (let n = 0; n < 150; n++) {
            const at = Math.floor(between() * 2 * 1440)
            const [start, until] = [clock.start + at * minute, expected[at]]
            const moment = start + Math.floor(between() * minute)
            const end = until === undefined ? undefined : clock.start + until * minute
            assert.equal(
              quietUntil(moment, zone, quiet),
              end,
              `${new Date(moment).toISOString()} ${JSON.stringify(quiet)}`,
            )
          }
        }
      })
})

/** What the zone's clock shows at each minute of four days, from the day before on, as text. */
function clockAround(zone: string, date: string) {
  const start = Date.parse(`${date}T00:00Z`) - 24 * hour
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  const times = Array.from({ length: 4 * 1440 }, (_, n) => clock.format(start + n * minute))
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsets = new Set(times.map((_, n) => offset.format(start + n * minute).split(', ')[1])).size
  return { start, times, offsets }
}

/** For each minute: at which the quiet ends that it lies in. */
function endsOf(times: readonly string[], { from, to }: QuietHours): (number | undefined)[] {
  const isQuiet = (time: string) => (from <= to ? from <= time && time < to : from <= time || time < to)
  const ends: (number | undefined)[] = []
  for (let n = times.length - 1; n >= 0; n--) ends[n] = isQuiet(times[n] ?? '') ? (ends[n + 1] ?? n + 1) : undefined
  return ends
}

describe('the zone', () => {
  for (const [what, timezone, zone] of [
    ['the customer’s own', 'Asia/Tokyo', 'Asia/Tokyo'],
    ['no such zone', 'Mars/Olympus', 'UTC'],
    ['no text', 9, 'UTC'],
    ['empty', '', 'UTC'],
    ['removed', null, 'UTC'],
  ] as const)
    test(what, () => {
      assert.equal(zoneOf(customerWith({}, { timezone }), 'UTC'), zone)
    })

  test('nobody knows the customer', () => {
    assert.equal(zoneOf(undefined, 'Europe/Berlin'), 'Europe/Berlin')
  })

  test('however many ways customers find to write it', () => {
    const letters = Array.from('europe/berlin')
    for (let n = 0; n < 2_500; n++) {
      const name = letters.map((letter, at) => ((n >> at) & 1 ? letter.toUpperCase() : letter)).join('')
      assert.equal(zoneOf(customerWith({}, { timezone: name }), 'UTC'), name)
    }
    assert.equal(quietUntil(noon, 'EUROPE/BERLIN', { from: '12:00', to: '12:01' }), noon + minute)
  })
})
