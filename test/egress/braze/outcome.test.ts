import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { outcomesOf, type Sent } from '../../../src/egress/braze/outcome.ts'
import { campaignKind, canvasKind, transactionalKind } from '../../../src/egress/braze/messaging.ts'
import type { Kind } from '../../../src/egress/braze/kind.ts'
import { putItemsKind } from '../../../src/egress/braze/catalog.ts'
import { subscriptionKind } from '../../../src/egress/braze/subscription.ts'
import type { Answer } from '../../../src/transport/http-caller.ts'
import { answer } from './answer.ts'
import { seeded } from './commands.ts'

const now = Date.UTC(2026, 2, 1, 12)
const sentOf = (places: readonly string[], kind?: Kind, shared = 1): Sent => ({
  places,
  shared,
  sharedIsWrong: kind?.sharedIsWrong,
})
/** Two lists, interleaved. */
const four = sentOf(['events/0', 'attributes/0', 'events/1', 'attributes/1'])
const one = sentOf(['events/0'])

const outcomes = (given: Answer, sent = four) => outcomesOf(given, sent, now).outcomes
const kinds = (given: Answer, sent = four) => outcomes(given, sent).map(({ kind }) => kind)
/** The reason of the first outcome that has one, or its note. */
function reasonOf(given: Answer, sent = one): string {
  const [first] = outcomes(given, sent)
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
    assert.deepEqual(outcomes(answer(201, success), one), [{ kind: 'delivered', destinationId: null }])
  })

  test('202 queued, in maintenance: taken', () => {
    assert.deepEqual(kinds(answer(202, { message: 'queued' }), one), ['delivered'])
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
    test(`2xx of somebody else or cut off, ${JSON.stringify(body)}: in doubt, so nothing is lost to a wrong address`, () => {
      const [first, ...others] = outcomes(answer(200, body))
      assert.equal(others.length, 3)
      assert.ok(first?.kind === 'inDoubt', JSON.stringify(first))
      assert.match(first.reason, /^not_braze: /)
    })

  test('objects that are one entry share its fate: delivered together, and apart where Braze says that it is wrong', () => {
    const merged = sentOf(['attributes/0', 'attributes/1', 'attributes/0', 'events/0'])
    assert.deepEqual(kinds(answer(201, success), merged), ['delivered', 'delivered', 'delivered', 'delivered'])
    const given = answer(201, { ...success, errors: [{ type: 'BAD', input_array: 'attributes', index: 0 }] })
    assert.deepEqual(kinds(given, merged), ['again', 'delivered', 'again', 'delivered'])
    assert.deepEqual(outcomes(given, merged)[0], { kind: 'again', reason: 'apart' })
  })

  test('messages: delivered with the dispatch id', () => {
    const given = answer(201, { dispatch_id: 'd-1', message: 'success' }, { 'x-request-id': 'r-1' })
    assert.deepEqual(outcomes(given, one), [{ kind: 'delivered', destinationId: 'd-1' }])
  })

  for (const state of ['paused', 'archived'])
    test(`a campaign or Canvas that is ${state}: 201, and yet nothing was sent`, () => {
      const notice = `The campaign is ${state}. Mend it in order for trigger requests to take effect.`
      const given = answer(201, { dispatch_id: 'd-1', notice, message: 'success' })
      assert.deepEqual(outcomes(given, one), [{ kind: 'rejected', reason: `not_sent: ${notice}` }])
    })

  test('any other notice is a note', () => {
    const given = answer(201, { dispatch_id: 'd-1', notice: 'Mind the gap', message: 'success' })
    assert.deepEqual(outcomes(given, one), [{ kind: 'delivered', destinationId: 'd-1', note: 'Mind the gap' }])
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
    assert.equal(outcomesOf(given, four, now).teaches, 'taken')
  })

  for (const [what, given] of [
    ['400 above the limit of objects', answer(400, { message: 'Max Input Length Exceeded' })],
    ['400 that names some', answer(400, { message: nothingValid, errors: all.slice(1) })],
    ['400 with errors that name nobody', answer(400, { message: nothingValid, errors: [{ type: sentence }, 'no'] })],
    ['400 that is no JSON', answer(400, '<html>Bad Request</html>')],
    ['413', answer(413, { message: 'Payload Too Large' })],
  ] as const)
    test(`${what}: smaller calls will find out`, () => {
      const { outcomes: found, teaches } = outcomesOf(given, four, now)
      assert.equal(teaches, 'split')
      assert.deepEqual(
        found,
        four.places.map(() => ({ kind: 'again', reason: 'split' })),
      )
      const alone = outcomesOf(given, one, now)
      assert.deepEqual([alone.teaches, alone.outcomes.map(({ kind }) => kind)], ['taken', ['rejected']])
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

describe('what is wrong with what the commands of a call share', () => {
  for (const [what, kind, status, body] of [
    ['a campaign', campaignKind, 400, { message: 'Invalid Campaign ID' }],
    ['a paused campaign', campaignKind, 400, { message: 'The campaign is paused. Resume the campaign …' }],
    ['a Canvas', canvasKind, 400, { message: 'canvas_id must be a string of the Canvas api identifier' }],
    ['a transactional campaign', transactionalKind, 400, { message: 'Campaign does not exist' }],
    ['a group', subscriptionKind, 400, { message: 'Invalid subscription group ID' }],
    [
      'a catalog, which is no wrong address',
      putItemsKind,
      404,
      { message: 'Invalid Request', errors: [{ id: 'catalog-not-found', message: 'Could not find catalog' }] },
    ],
  ] as const)
    test(`${what}: rejects them all at once`, () => {
      const found = outcomesOf(answer(status, body), sentOf(['recipients/0', 'recipients/1'], kind), now)
      assert.deepEqual(
        found.outcomes.map(outcome => outcome.kind),
        ['rejected', 'rejected'],
      )
      assert.equal(found.teaches, 'nothing')
      const [first] = found.outcomes
      assert.ok(first?.kind === 'rejected' && first.reason.startsWith(`status_${status}: ${body.message}`))
    })

  test('one of several groups: again, each group alone', () => {
    const sent = sentOf(['g-1/0', 'g-2/0'], subscriptionKind, 2)
    const found = outcomesOf(answer(400, { message: 'Invalid subscription group ID' }), sent, now)
    assert.equal(found.teaches, 'suspect')
    assert.deepEqual(
      found.outcomes.map(({ kind }) => kind),
      ['again', 'again'],
    )
  })

  test('a bad item has Braze refuse all: smaller calls find it, and alone it is rejected in Braze’s words', () => {
    const error = { id: 'unable-to-coerce-value', message: 'price is no number', parameters: [], parameter_values: [] }
    const given = answer(400, { message: 'Invalid Request', errors: [error] })
    assert.equal(outcomesOf(given, sentOf(['items/0', 'items/1'], putItemsKind), now).teaches, 'split')
    const reason = 'status_400: Invalid Request unable-to-coerce-value: price is no number'
    assert.deepEqual(outcomes(given, sentOf(['items/0'], putItemsKind)), [{ kind: 'rejected', reason }])
  })

  for (const status of [400, 409, 500])
    test(`a transactional send that is queued already, ${status}: later`, () => {
      const message = 'The external reference has been queued.  Please retry to obtain send_id.'
      assert.deepEqual(outcomes(answer(status, { message }), sentOf(['recipient/0'], transactionalKind)), [
        { kind: 'retry', reason: `queued: ${message}`, afterMs: null },
      ])
    })
})

describe('no answer', () => {
  test('that it was never sent is certain: nothing was applied', () => {
    const { outcomes: found } = outcomesOf({ sent: false, reason: 'unreachable: ECONNREFUSED' }, one, now)
    assert.deepEqual(found, [{ kind: 'unavailable', reason: 'unreachable: ECONNREFUSED', afterMs: null }])
  })

  test('that it was sent: nobody knows', () => {
    const { outcomes: found } = outcomesOf({ sent: true, reason: 'cut_off: ECONNRESET' }, one, now)
    assert.deepEqual(found, [{ kind: 'inDoubt', reason: 'cut_off: ECONNRESET' }])
  })
})

describe('not the commands’ fault', () => {
  for (const status of [301, 302, 308, 401, 402, 403, 404, 405, 407, 415])
    test(`${status}: settings or address are wrong, so they wait for whoever mends them`, () => {
      for (const outcome of outcomes(answer(status, { message: 'no' })))
        assert.deepEqual(outcome, { kind: 'unavailable', reason: `refused_${status}: no`, afterMs: 30_000 })
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

  for (const status of [500, 502, 503, 504, 598])
    test(`${status}: nobody knows what was done before it`, () => {
      assert.deepEqual(outcomes(answer(status, '<html>502 Bad Gateway</html>'), one), [
        { kind: 'inDoubt', reason: `status_${status}` },
      ])
    })

  test('408: the request did not arrive in time', () => {
    assert.deepEqual(outcomes(answer(408), one), [{ kind: 'retry', reason: 'status_408', afterMs: null }])
  })

  test('503 says when: nothing before; the end of the rate window, which every answer tells, is not meant', () => {
    const reset = {
      'x-ratelimit-limit': '250000',
      'x-ratelimit-remaining': '249000',
      'x-ratelimit-reset': '1772370000',
    }
    assert.deepEqual(outcomes(answer(503, {}, reset), one), [{ kind: 'inDoubt', reason: 'status_503' }])
    assert.deepEqual(outcomes(answer(503, {}, { ...reset, 'retry-after': '7' }), one), [
      { kind: 'unavailable', reason: 'status_503', afterMs: 7_000 },
    ])
  })

  test('429: nothing before the time it tells', () => {
    assert.deepEqual(outcomes(answer(429, { message: 'Rate limited' }, { 'x-ratelimit-retry-after': '2' }), one), [
      { kind: 'unavailable', reason: 'rate_limited', afterMs: 2_000 },
    ])
  })
})

test('whatever Braze answers: one outcome per object, in order, never a throw', () => {
  const statuses = [200, 201, 202, 204, 302, 400, 401, 404, 408, 413, 418, 429, 500, 502, 503]
  for (let seed = 1; seed <= 500; seed++) {
    const random = seeded(seed)
    const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
    const counts = { attributes: 0, events: 0 }
    const objects = Array.from({ length: 1 + Math.floor(random() * 75) }, () => {
      const list = random() < 0.5 ? 'events' : 'attributes'
      return { list, index: counts[list]++ } as const
    })
    const sent = sentOf(objects.map(({ list, index }) => `${list}/${index}`))
    const named = new Set([...objects.keys()].filter(() => random() < 0.3))
    const errors = [...named].map(at => ({
      type: `wrong ${at}`,
      input_array: objects[at]?.list,
      index: objects[at]?.index,
    }))
    const strange = [null, 1, 'no', {}, { type: 3 }, { type: 'x', index: '0', input_array: 'events' }]
    const body = pick([{}, '', '{', { errors: 'none' }, { errors }, { errors: [...errors, pick(strange)] }, strange])
    const given = answer(pick(statuses) ?? 0, body)
    const { outcomes: found } = outcomesOf(given, sent, now)
    assert.equal(found.length, objects.length, `seed ${seed}`)
    const isTaken = given.status < 300 && typeof body === 'object' && 'errors' in body && Array.isArray(body.errors)
    for (const [at, outcome] of found.entries())
      if (isTaken) assert.equal(outcome.kind, named.has(at) ? 'rejected' : 'delivered', `seed ${seed}, object ${at}`)
      else if (outcome.kind === 'rejected' && objects.length > 1)
        assert.equal(outcome.reason, `wrong ${at}`, `seed ${seed}: rejected for its own reason alone`)
  }
})
