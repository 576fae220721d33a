import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedCall, unanswered, waitOf } from '../../src/transport/failed-call.ts'
import { rateOf } from '../../src/transport/rate-report.ts'

const now = Date.UTC(2026, 2, 1, 12)
const answer = (status: number, headers: Record<string, string> = {}, body = 'words') => ({ status, headers, body })
const outcome = (status: number, headers: Record<string, string> = {}) =>
  failedCall(answer(status, headers), now, body => body)

test('no answer: in doubt where something was sent, unavailable where nothing was', () => {
  assert.deepEqual(unanswered({ sent: true, reason: 'timed_out: x' }), { kind: 'inDoubt', reason: 'timed_out: x' })
  const reason = 'unreachable: ECONNREFUSED'
  assert.deepEqual(unanswered({ sent: false, reason }), { kind: 'unavailable', reason, afterMs: null })
})

test('what says that settings are wrong waits for them; what is about the commands is left to the sink', () => {
  for (const status of [301, 302, 307, 308, 401, 402, 403, 404, 405, 407, 415, 421, 426, 451])
    assert.deepEqual(outcome(status), { kind: 'unavailable', reason: `status_${status}: words`, afterMs: null })
  for (const status of [200, 202, 204, 400, 409, 410, 413, 422]) assert.equal(outcome(status), undefined)
})

test('a server that fails leaves open what it did, unless it asks to wait', () => {
  for (const status of [408, 500, 502, 503, 504]) assert.equal(outcome(status)?.kind, 'inDoubt')
  const wait = { kind: 'unavailable', reason: 'status_503: words', afterMs: 7_000 }
  assert.deepEqual(outcome(503, { 'retry-after': '7' }), wait)
  assert.equal(outcome(500, { 'retry-after': '7' })?.kind, 'inDoubt')
})

test('over the limit: unavailable for as long as was said, by our clock, whatever theirs says', () => {
  const limited = { kind: 'unavailable', reason: 'rate_limited: words', afterMs: 3_000 }
  assert.deepEqual(outcome(429, { 'retry-after': '3' }), limited)
  assert.deepEqual(rateOf(answer(429, { 'retry-after': '3' }), now), { rate: { notBefore: now + 3_000 } })
  const theirs = now + 3_600_000
  const dated = {
    date: new Date(theirs).toUTCString(),
    'retry-after': new Date(theirs + 4_000).toUTCString(),
  }
  assert.equal(waitOf(answer(429, dated), now), 4_000)
  assert.deepEqual(rateOf(answer(429, dated), now), { rate: { notBefore: now + 4_000 } })
  assert.deepEqual(rateOf(answer(429), now), {})
  assert.deepEqual(rateOf(answer(503, { 'retry-after': '3' }), now), {})
})

test('a reason is bounded', () => {
  const long = failedCall(answer(500, {}, 'x'.repeat(10_000)), now, body => body)
  assert.ok(long?.kind === 'inDoubt' && long.reason.length === 500)
})
