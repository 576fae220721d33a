import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { limits, pauseOf, rateOf } from '../../../src/egress/braze/rate.ts'

const now = Date.UTC(2026, 2, 1, 12)
const told = (headers: Record<string, string>, status = 201) => rateOf({ status, headers, body: '' }, now)

describe('429: how long Braze asks to wait', () => {
  const seconds = now / 1_000
  for (const [what, headers, ms] of [
    ['seconds, in Braze’s own header', { 'x-ratelimit-retry-after': '2' }, 2_000],
    ['seconds, in the standard one', { 'retry-after': '3' }, 3_000],
    ['a date, in the standard one', { 'retry-after': new Date(now + 5_000).toUTCString() }, 5_000],
    ['the standard one wins over the window', { 'retry-after': '1', 'x-ratelimit-reset': '40' }, 1_000],
    ['an empty one does not count', { 'retry-after': '', 'x-ratelimit-retry-after': '4' }, 4_000],
    ['the window’s end as seconds since 1970', { 'x-ratelimit-reset': String(seconds + 12) }, 12_000],
    ['the window’s end as seconds left', { 'x-ratelimit-reset': '12' }, 12_000],
    ['a window that ended already, by our clock: back-off', { 'x-ratelimit-reset': String(seconds - 2) }, null],
    ['nothing left of the window: back-off', { 'x-ratelimit-reset': '0' }, null],
    ['zero seconds: back-off', { 'retry-after': '0' }, null],
    ['nothing said: back-off', {}, null],
    ['empty, as on a 401: back-off', { 'x-ratelimit-limit': '', 'x-ratelimit-reset': '' }, null],
    ['words: back-off', { 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }, null],
    ['never longer than an hour, the longest window', { 'retry-after': '999999999' }, 3_600_000],
  ] as const)
    test(what, () => {
      assert.equal(pauseOf(headers, now), ms)
      const told = rateOf({ status: 429, headers, body: '' }, now)
      assert.equal(told?.notBefore, ms === null ? undefined : now + ms)
    })
})

describe('what every answer tells of its limit', () => {
  const end = String(now / 1_000 + 12)

  test('the window’s end as seconds since 1970', () => {
    const headers = { 'x-ratelimit-limit': '250000', 'x-ratelimit-remaining': '249999', 'x-ratelimit-reset': end }
    assert.deepEqual(told(headers), { limit: 250_000, remaining: 249_999, resetAt: now + 12_000 })
  })

  test('the window’s end as seconds left', () => {
    const headers = { 'x-ratelimit-limit': '3000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' }
    assert.deepEqual(told(headers), { limit: 3_000, remaining: 0, resetAt: now + 2_000 })
  })

  test('by our clock, where theirs is another', () => {
    const date = new Date(now - 60_000).toUTCString()
    assert.deepEqual(told({ date, 'x-ratelimit-reset': String(now / 1_000 - 50) }), { resetAt: now + 10_000 })
    assert.deepEqual(told({ date, 'x-ratelimit-reset': '12' }), { resetAt: now + 12_000 })
    assert.deepEqual(told({ date, 'x-ratelimit-reset': String(now / 1_000 - 50) }, 429), {
      resetAt: now + 10_000,
      notBefore: now + 10_000,
    })
  })

  test('a date that is behind by a second is the same clock: dates have no fractions', () => {
    const date = new Date(now - 1_000).toUTCString()
    assert.deepEqual(told({ date, 'x-ratelimit-reset': end }), { resetAt: now + 12_000 })
  })

  test('nothing, or nothing that is a number', () => {
    assert.equal(told({}), undefined)
    const empty = { 'x-ratelimit-limit': '', 'x-ratelimit-remaining': '', 'x-ratelimit-reset': '' }
    assert.equal(told(empty, 401), undefined)
    assert.equal(told({ 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '-1' }), undefined)
  })
})

test('the documented limits', () => {
  assert.deepEqual(limits['/users/track'], { calls: 3_000, windowMs: 3_000 })
  assert.deepEqual(limits['shared_pool'], { calls: 250_000, windowMs: 3_600_000 })
  assert.equal(limits['/transactional/send'], undefined)
})
