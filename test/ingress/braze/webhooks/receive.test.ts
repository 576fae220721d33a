/** Webhooks over HTTP. Braze comes again after 408, 429 and 5xx, and after no other 4xx. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSettings } from '../../../../src/config.ts'
import { brazeWebhooks } from '../../../../src/ingress/braze/webhooks/endpoint.ts'
import { NotPublished } from '../../../../src/stream/define.ts'
import { serveAll } from '../../frame/server.ts'
import { bodies } from './bodies.ts'

const headers = { 'x-signalbox-secret': 'development-secret', 'content-type': 'application/json' }
const { post, published, refused, logged } = await serveAll([brazeWebhooks])

describe('a webhook that can be used', () => {
  for (const [action, body] of Object.entries(bodies))
    test(action, async () => {
      const before = published.length
      const answer = await post(body, headers)
      assert.deepEqual([answer.status, answer.body], [202, { accepted: 1 }])
      assert.equal(published[before]?.[0]?.topic.name, 'campaign.events')
    })

  test('whatever media type the template says: Braze would not come again', async () => {
    const answer = await post(bodies.push_requested, { ...headers, 'content-type': 'text/plain' })
    assert.equal(answer.status, 202)
  })
})

describe('what cannot be used is told whoever made the template, and is kept', () => {
  test('400 with what is wrong and where; the body as it was sent', async () => {
    const body = JSON.stringify({ ...bodies.push_requested, title: '', target: 'tv' })
    const [before, letters] = [published.length, refused.length]
    const answer = await post(body, headers)
    assert.equal(answer.status, 400)
    assert.deepEqual(answer.body['errors'], [
      { pointer: '/title', detail: 'is required' },
      { pointer: '/target', detail: 'must be one of mobile, web' },
    ])
    assert.equal(published.length, before)
    assert.deepEqual(
      refused.slice(letters).map(({ stage, topic, bytes }) => [stage, topic.name, bytes.toString()]),
      [['ingress.braze.webhooks', 'campaign.events', body]],
    )
  })

  test('a quotation mark in an attribute breaks the JSON: kept too', async () => {
    const broken = '{"action":"survey_answered","comment":"she said "no""}'
    const letters = refused.length
    const answer = await post(broken, headers)
    assert.equal(answer.status, 400)
    assert.match(String(answer.body['detail']), /position 49/)
    assert.deepEqual(
      refused.slice(letters).map(({ bytes, reason }) => [bytes.toString(), reason.split(':')[0]]),
      [[broken, 'invalid-json']],
    )
  })

  test('while Kafka takes neither, 503: Braze comes again', async () => {
    const down = () => Promise.reject(new NotPublished('down'))
    const failing = await serveAll([brazeWebhooks], {}, { publish: down, refuse: down })
    for (const body of [bodies.push_requested, { ...bodies.push_requested, title: '' }, '{'])
      assert.equal((await failing.post(body, headers)).status, 503)
  })
})

describe('the secret', () => {
  for (const [what, given] of [
    ['none', {}],
    ['a blank one', { 'x-signalbox-secret': '' }],
    ['a wrong one', { 'x-signalbox-secret': 'development-secreT' }],
    ['in another header', { authorization: 'Bearer development-secret' }],
  ] as const)
    test(`${what}: 401, and nothing is kept`, async () => {
      const [before, letters] = [published.length, refused.length]
      assert.equal((await post(bodies.push_requested, { 'content-type': 'application/json', ...given })).status, 401)
      assert.deepEqual([published.length, refused.length], [before, letters])
    })

  test('two are good while one is changed for the other', async () => {
    const own = await serveAll([brazeWebhooks], {
      SIGNALBOX_BRAZE_WEBHOOK_SECRET: 'the-old-secret-of-ours, the-new-secret-of-ours',
    })
    for (const secret of ['the-old-secret-of-ours', 'the-new-secret-of-ours'])
      assert.equal((await own.post(bodies.push_requested, { 'x-signalbox-secret': secret })).status, 202)
    assert.equal((await own.post(bodies.push_requested, headers)).status, 401)
    assert.doesNotMatch(own.logged.join(), /secret-of-ours/)
  })

  test('is in no log', () => {
    assert.doesNotMatch(logged.join(), /development-secret/)
  })

  test('production without one has no such route', () => {
    assert.equal(brazeWebhooks.open({ ...readSettings({}), environment: 'production' }), undefined)
  })
})
