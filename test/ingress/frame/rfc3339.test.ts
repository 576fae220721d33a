import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTime, timeText } from '../../../src/ingress/frame/rfc3339.ts'
import { random } from '../../chaos/engine/random.ts'

const first = Date.UTC(1600, 0, 1)
const last = Date.UTC(9999, 11, 31)

test('a time is read as Date reads it, in every form that RFC 3339 has for it', () => {
  const seeded = random(7)
  for (let n = 0; n < 20_000; n++) {
    const at = Math.max(0, seeded.whole(last / 1_000)) * 1_000 + seeded.whole(1_000)
    const iso = new Date(at).toISOString()
    const second = at - (at % 1_000)
    assert.equal(parseTime(iso), at, iso)
    assert.equal(parseTime(iso.toLowerCase()), at, iso.toLowerCase())
    assert.equal(parseTime(iso.replace(/\.\d+Z$/, 'Z')), second)
    assert.equal(parseTime(iso.replace('Z', '+00:00')), at)
    assert.equal(parseTime(iso.replace('Z', '+01:30')), at - 5_400_000)
  }
})

for (const text of [
  '2026-02-29T12:00:00Z',
  '2026-02-30T12:00:00.000Z',
  '2026-04-31T12:00:00Z',
  '2026-00-10T12:00:00Z',
  '2026-13-10T12:00:00Z',
  '2026-01-00T12:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T12:60:00Z',
  '2026-01-01T12:00:60Z',
  '2026-01-01 12:00:00Z',
  '2026-01-01T12:00:00',
  '2026-01-01T12:00:00.Z',
  '2026-01-01T12:00:00.00xZ',
  '2026/01/01T12:00:00Z',
  '',
])
  test(`${text || 'nothing'} is no time`, () => {
    assert.equal(parseTime(text), null)
  })

test('the 29th of February is a day of leap years, also of the first century', () => {
  assert.equal(parseTime('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29))
  assert.equal(parseTime('0050-03-01T00:00:00Z'), Date.parse('0050-03-01T00:00:00Z'))
})

test('a time is written as Date writes it', () => {
  const seeded = random(8)
  for (let n = 0; n < 20_000; n++) {
    const at = first + seeded.whole((last - first) / 1_000) * 1_000 + seeded.whole(1_000)
    assert.equal(timeText(at), new Date(at).toISOString())
    assert.equal(timeText(at + 1), new Date(at + 1).toISOString())
  }
})
