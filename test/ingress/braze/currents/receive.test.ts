/** The protocol of Currents over HTTP: what Braze makes of each answer is in its connector's documentation. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readSettings } from '../../../../src/config.ts'
import { brazeCurrents } from '../../../../src/ingress/braze/currents/endpoint.ts'
import { serveAll } from '../../frame/server.ts'
import { kinds, sample } from './samples.ts'

const headers = {
  authorization: 'Bearer development-token',
  'content-type': 'application/json',
  'braze-currents-version': '1',
}
const batch = (...events: readonly unknown[]) => ({ events })
const event = (id: string) => ({ ...sample('users.messages.email.Open'), id })

const served = await serveAll([brazeCurrents])
const { post, published, refused } = served

/** Ids of what was published by the call, and the reasons of what was refused. */
async function after(call: () => Promise<unknown>) {
  const [before, letters] = [published.length, refused.length]
  await call()
  const ids = published.slice(before).flatMap(records => records.map(({ headers }) => headers['ce_id']))
  return { ids, letters: refused.slice(letters) }
}

describe('the check of credentials', () => {
  for (const [what, body] of [
    ['an empty body', ''],
    ['no events', batch()],
    ['an empty object', {}],
  ] as const)
    test(`${what} is fine and does nothing`, async () => {
      const { ids, letters } = await after(async () => assert.equal((await post(body, headers)).status, 202))
      assert.deepEqual([ids, letters], [[], []])
    })

  for (const [what, authorization] of [
    ['a wrong token', 'Bearer another-token-of-16'],
    ['none', ''],
    ['another scheme', 'Basic development-token'],
  ] as const)
    test(`${what} is 401, with a body or without one`, async () => {
      const { ids } = await after(async () => {
        assert.equal((await post('', { ...headers, authorization })).status, 401)
        assert.equal((await post(batch(event('e-1')), { ...headers, authorization })).status, 401)
      })
      assert.deepEqual(ids, [])
    })
})

describe('batches', () => {
  test('a hundred, and more than Braze sends', async () => {
    for (const count of [100, 1_000]) {
      const { ids } = await after(async () => {
        const answer = await post(batch(...Array.from({ length: count }, (_, at) => event(`e-${at}`))), headers)
        assert.deepEqual([answer.status, answer.body], [202, { accepted: count }])
      })
      assert.equal(ids.length, count)
    }
  })

  test('one of every kind, compressed', async () => {
    const body = gzipSync(JSON.stringify(batch(...Object.keys(kinds).map(type => sample(type)))))
    const answer = await post(body, { ...headers, 'content-encoding': 'gzip' })
    assert.deepEqual([answer.status, answer.body['accepted']], [202, Object.keys(kinds).length])
  })

  test('one event by itself, as Braze’s script of samples sends it, and no media type', async () => {
    const { ids } = await after(() => post(event('alone'), { authorization: headers.authorization }))
    assert.deepEqual(ids, ['alone'])
  })

  test('bad events cost their neighbours nothing, are kept as they were sent, and the answer is no 400', async () => {
    const text = `{"events":[${JSON.stringify(event('good-1'))}, {"event_type" : "x","n":1.50}, 7, ${JSON.stringify(event('good-2'))}, {"event_type":"x","id":"half","properties":{"a":"\\ud800"}}]}`
    const { ids, letters } = await after(async () => {
      const answer = await post(text, headers)
      assert.equal(answer.status, 202)
      assert.equal(answer.body['accepted'], 2)
    })
    assert.deepEqual(ids, ['good-1', 'good-2'])
    assert.deepEqual(
      letters.map(({ stage, topic, bytes, reason }) => [stage, topic.name, bytes.toString(), reason.split(':')[0]]),
      [
        ['ingress.braze.currents', 'braze.events', '{"event_type" : "x","n":1.50}', 'invalid_event'],
        ['ingress.braze.currents', 'braze.events', '7', 'invalid_event'],
        [
          'ingress.braze.currents',
          'braze.events',
          '{"event_type":"x","id":"half","properties":{"a":"\\ud800"}}',
          'invalid_event',
        ],
      ],
    )
  })

  test('nothing but bad events: kept, and 202, for Braze drops an event on its second 400', async () => {
    const { letters } = await after(async () => {
      assert.equal((await post(batch({ event_type: 'x' }), headers)).status, 202)
    })
    assert.equal(letters.length, 1)
  })

  test('too much at once is 413, on which Braze sends less', async () => {
    const many = Array.from({ length: 1_001 }, (_, at) => event(`e-${at}`))
    assert.equal((await post(batch(...many), headers)).status, 413)
    assert.equal((await post(`{"events":["${'x'.repeat(5_000_000)}"]}`, headers)).status, 413)
  })
})

describe('a body that cannot be read: 400 makes Braze send its events singly, and what is lost by the second 400 is kept', () => {
  for (const [what, body, word] of [
    ['no JSON', '{"events":[', 'invalid-json'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'invalid-utf-8'],
    ['no list of events', '{"events":{"a":1}}', 'invalid-batch'],
    ['something else', '[1,2]', 'invalid-batch'],
  ] as const)
    test(what, async () => {
      const { letters } = await after(async () => assert.equal((await post(body, headers)).status, 400))
      assert.deepEqual(
        letters.map(({ bytes, reason }) => [bytes, reason.split(':')[0]]),
        [[Buffer.from(body), word]],
      )
    })

  test('not what its Content-Encoding says', async () => {
    const { letters } = await after(async () => {
      assert.equal((await post('no gzip', { ...headers, 'content-encoding': 'gzip' })).status, 400)
    })
    assert.equal(letters[0]?.bytes.toString(), 'no gzip')
  })

  test('one that has no room among the dead letters is 413, until its parts have', async () => {
    const { letters } = await after(async () => {
      assert.equal((await post(`{"events":[${' '.repeat(1_000_000)}`, headers)).status, 413)
    })
    assert.deepEqual(letters, [])
  })

  test('while Kafka does not take it, 503', async () => {
    const failing = await serveAll([brazeCurrents], {}, { refuse: () => Promise.reject(new Error('down')) })
    const answer = await failing.post('{', headers)
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'])
  })
})

describe('who may send', () => {
  test('production without a token has no such route', () => {
    assert.equal(brazeCurrents.open({ ...readSettings({}), environment: 'production' }), undefined)
  })

  test('the token of the settings counts, and nothing else', async () => {
    const own = await serveAll([brazeCurrents], { SIGNALBOX_BRAZE_CURRENTS_TOKEN: 'a-token-of-our-own' })
    assert.equal((await own.post('', { authorization: 'Bearer a-token-of-our-own' })).status, 202)
    assert.equal((await own.post('', headers)).status, 401)
    assert.doesNotMatch(JSON.stringify(own.logged), /a-token-of-our-own/)
  })

  test('the rate is that of the settings', async () => {
    const slow = await serveAll([brazeCurrents], { SIGNALBOX_BRAZE_CURRENTS_RATE: '10' })
    assert.equal(
      (await slow.post(batch(...Array.from({ length: 20 }, (_, at) => event(`e-${at}`))), headers)).status,
      202,
    )
    const answer = await slow.post(batch(event('e-21')), headers)
    assert.equal(answer.status, 429)
    assert.ok(Number(answer.headers.get('retry-after')) >= 1)
  })
})
