import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { outcomesOf, pauseOf, type Answer } from '../../../src/egress/braze/outcome.ts'
import type { TrackObject } from '../../../src/egress/braze/request.ts'
import { attributesFor, eventFor, seeded, sendable } from './commands.ts'

const now = Date.UTC(2026, 2, 1, 12)
const [ada, bob, cleo, dora] = [
  sendable(eventFor('ada')),
  sendable(attributesFor('bob')),
  sendable(eventFor('cleo')),
  sendable(attributesFor('dora')),
]
/** Two arrays, interleaved: places in the body are events/0, attributes/0, events/1, attributes/1. */
const four = [ada, bob, cleo, dora]

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const outcomes = (given: Answer, objects: readonly TrackObject[] = four) => outcomesOf(given, objects, now).outcomes
const kinds = (given: Answer, objects: readonly TrackObject[] = four) =>
  outcomes(given, objects).map(({ kind }) => kind)
/** The reason of the first outcome that has one, or its note. */
function reasonOf(given: Answer, objects: readonly TrackObject[] = [ada]): string {
  const [first] = outcomes(given, objects)
  return (first?.kind === 'delivered' ? first.note : first?.reason) ?? ''
}

const sentence = "The value provided for the 'email' field is not a valid email."
const nothingValid = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
const success = { events_processed: 2, attributes_processed: 2, message: 'success' }

describe('taken', () => {
  test('201: delivered, with Braze’s request id where it gives one', () => {
    const delivered = { kind: 'delivered', destinationId: 'r-1' }
    assert.deepEqual(outcomes(answer(201, success, { 'x-request-id': 'r-1' })), [
      delivered,
      delivered,
      delivered,
      delivered,
    ])
    assert.deepEqual(outcomes(answer(201, success), [ada]), [{ kind: 'delivered', destinationId: null }])
  })

  test('202 queued, in maintenance: taken', () => {
    assert.deepEqual(kinds(answer(202, { message: 'queued' }), [ada]), ['delivered'])
  })

  for (const type of [sentence, 'EMAIL_BAD_FORMAT'])
    test(`an error names an object by array and index: that one is rejected, in Braze’s words: ${type}`, () => {
      const given = answer(201, { ...success, errors: [{ type, input_array: 'attributes', index: 1 }] })
      assert.deepEqual(kinds(given), ['delivered', 'delivered', 'delivered', 'rejected'])
      assert.deepEqual(outcomes(given)[3], { kind: 'rejected', reason: type })
      assert.deepEqual(outcomes(given)[0], { kind: 'delivered', destinationId: null }, 'no note on its neighbours')
    })

  test('an object with several errors is rejected with all of them', () => {
    const errors = ['first', 'second'].map(type => ({ type, input_array: 'events', index: 0 }))
    assert.equal(reasonOf(answer(201, { ...success, errors }), four), 'first; second')
  })

  for (const [what, error] of [
    ['an error without an index', { type: sentence }],
    ['an error that is a string', sentence],
    ['an error for a place that was not sent', { type: sentence, input_array: 'purchases', index: 0 }],
    ['an error of a shape nobody knows', { code: 17, message: sentence }],
  ] as const)
    test(`${what}: nobody is rejected for it, and a note on each receipt tells it`, () => {
      for (const outcome of outcomes(answer(201, { ...success, errors: [error] }))) {
        assert.equal(outcome.kind, 'delivered')
        assert.match(outcome.note ?? '', /did not say which object.*'email' field is not a valid email/)
      }
    })

  test('an error with a place beside one without: the first rejects, the second is a note', () => {
    const errors = ['what?', { type: 'BAD', input_array: 'events', index: 1 }]
    const given = answer(201, { ...success, errors })
    assert.deepEqual(kinds(given), ['delivered', 'delivered', 'rejected', 'delivered'])
    assert.match(reasonOf(given), /what\?/)
  })

  for (const body of ['', 'ok', '<html>Sign in</html>', '[]', 'null'])
    test(`2xx of somebody else, ${JSON.stringify(body)}: nothing was taken, so nothing is lost to a wrong address`, () => {
      const [first, ...others] = outcomes(answer(200, body))
      assert.equal(others.length, 3)
      assert.ok(first?.kind === 'retry' && first.afterMs === 30_000, JSON.stringify(first))
      assert.match(first.reason, /^not_braze: /)
    })
})

describe('refused as a whole', () => {
  const all = ['events/0', 'attributes/0', 'events/1', 'attributes/1'].map((place, at) => {
    const [input_array = '', index = ''] = place.split('/')
    return { type: `wrong ${at}`, input_array, index: Number(index) }
  })

  test('400 that names every object: each is rejected for its own reason', () => {
    const given = answer(400, { message: nothingValid, errors: all })
    assert.deepEqual(
      outcomes(given),
      [0, 1, 2, 3].map(at => ({ kind: 'rejected', reason: `wrong ${at}` })),
    )
    assert.equal(outcomesOf(given, four, now).split, false)
  })

  for (const [what, given] of [
    ['400 above the limit of objects', answer(400, { message: 'Max Input Length Exceeded' })],
    ['400 that names some', answer(400, { message: nothingValid, errors: all.slice(1) })],
    ['400 with errors that name nobody', answer(400, { message: nothingValid, errors: [{ type: sentence }, 'no'] })],
    ['400 that is no JSON', answer(400, '<html>Bad Request</html>')],
    ['413', answer(413, { message: 'Payload Too Large' })],
  ] as const)
    test(`${what}: smaller calls will find out`, () => {
      const { outcomes: found, split } = outcomesOf(given, four, now)
      assert.equal(split, true)
      assert.deepEqual(
        found,
        four.map(() => ({ kind: 'retry', reason: 'split', afterMs: 0 })),
      )
      const alone = outcomesOf(given, [ada], now)
      assert.deepEqual([alone.split, alone.outcomes.map(({ kind }) => kind)], [false, ['rejected']])
    })

  test('one alone that is rejected: the status, what Braze said, and what it said of the object', () => {
    assert.equal(reasonOf(answer(413, { message: 'Payload Too Large' })), 'status_413: Payload Too Large')
    assert.equal(reasonOf(answer(422, 'no')), 'status_422: no')
    const errors = [{ type: sentence }, 'EMAIL_BAD_FORMAT']
    assert.equal(
      reasonOf(answer(400, { message: nothingValid, errors })),
      `status_400: ${nothingValid} ${sentence} EMAIL_BAD_FORMAT`,
    )
    assert.ok(reasonOf(answer(400, 'x'.repeat(10_000))).length < 1_000, 'bounded')
  })
})

describe('not the commands’ fault', () => {
  for (const status of [301, 302, 308, 401, 402, 403, 404, 405, 407, 415])
    test(`${status}: settings or address are wrong, so they wait for whoever mends them`, () => {
      for (const outcome of outcomes(answer(status, { message: 'no' })))
        assert.deepEqual(outcome, { kind: 'retry', reason: `refused_${status}: no`, afterMs: 30_000 })
    })

  for (const body of [
    '{"message":"Invalid API key: k-17"}',
    'Invalid API key: k-17',
    '{"message":"invalid API key k-17"}',
  ])
    test(`the API key is never in a reason: ${body}`, () => {
      assert.match(reasonOf(answer(401, body)), /^refused_401: invalid API key/i)
      assert.doesNotMatch(JSON.stringify(outcomes(answer(401, body))), /k-17/)
    })

  for (const status of [408, 500, 502, 503, 504, 598])
    test(`${status}: again, later each time`, () => {
      assert.deepEqual(outcomes(answer(status, '<html>502 Bad Gateway</html>'), [ada]), [
        { kind: 'retry', reason: `status_${status}`, afterMs: null },
      ])
    })

  test('503 says when: then; the end of the rate window, which every answer tells, is not meant', () => {
    const reset = {
      'x-ratelimit-limit': '250000',
      'x-ratelimit-remaining': '249000',
      'x-ratelimit-reset': '1772370000',
    }
    const pause = (headers: Record<string, string>) => {
      const [first] = outcomes(answer(503, {}, headers), [ada])
      return first?.kind === 'retry' ? first.afterMs : undefined
    }
    assert.equal(pause(reset), null)
    assert.equal(pause({ ...reset, 'retry-after': '7' }), 7_000)
  })
})

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
      assert.deepEqual(outcomes(answer(429, { message: 'Rate limited' }, headers), [ada]), [
        { kind: 'retry', reason: 'rate_limited', afterMs: ms },
      ])
    })
})

test('whatever Braze answers: one outcome per object, in order, never a throw', () => {
  const statuses = [200, 201, 202, 204, 302, 400, 401, 404, 408, 413, 418, 429, 500, 502, 503]
  for (let seed = 1; seed <= 500; seed++) {
    const random = seeded(seed)
    const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
    const objects = Array.from({ length: 1 + Math.floor(random() * 75) }, (_, at) =>
      sendable(random() < 0.5 ? eventFor(`c${at}`) : attributesFor(`c${at}`)),
    )
    const place = (at: number) => objects.slice(0, at).filter(({ array }) => array === objects[at]?.array).length
    const named = new Set([...objects.keys()].filter(() => random() < 0.3))
    const errors = [...named].map(at => ({ type: `wrong ${at}`, input_array: objects[at]?.array, index: place(at) }))
    const strange = [null, 1, 'no', {}, { type: 3 }, { type: 'x', index: '0', input_array: 'events' }]
    const body = pick([{}, '', '{', { errors: 'none' }, { errors }, { errors: [...errors, pick(strange)] }, strange])
    const given = answer(pick(statuses) ?? 0, body)
    const { outcomes: found } = outcomesOf(given, objects, now)
    assert.equal(found.length, objects.length, `seed ${seed}`)
    const isTaken = given.status < 300 && typeof body === 'object' && 'errors' in body && Array.isArray(body.errors)
    for (const [at, outcome] of found.entries())
      if (isTaken) assert.equal(outcome.kind, named.has(at) ? 'rejected' : 'delivered', `seed ${seed}, object ${at}`)
      else if (outcome.kind === 'rejected' && objects.length > 1)
        assert.equal(outcome.reason, `wrong ${at}`, `seed ${seed}: rejected for its own reason alone`)
  }
})
