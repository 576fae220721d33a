import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from '../../start.ts'
import type { SignedCaller } from '../../http/contract/caller.ts'

export const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: '/signalbox',
  type: 'task.completed',
  subject: 'ada',
  correlationid: 'c1',
  data: { outcome: 'approved' },
  ...more,
})

/** Events and their receipts. */
export function eventsContract({ post, send, control, effects }: SignedCaller): void {
  test('an event is answered 202 with a receipt, and took effect once', async () => {
    const { status, body } = await post('/events', 'k1', event('e1', { time: '2026-01-01T00:00:00Z' }))
    assert.equal(status, 202)
    const receipt = await control('GET', `/receipts/${String(body['receipt_id'])}`)
    assert.equal(receipt.body['key'], 'k1')
    const [effect] = await effects()
    assert.ok(effect)
    const { seq, ...rest } = effect
    assert.equal(typeof seq, 'number')
    const [kind, subject, id, type, source] = ['event', 'ada', 'e1', 'task.completed', '/signalbox']
    assert.deepEqual(rest, { kind, subject, id, type, source, key: 'k1', correlationid: 'c1' })
  })

  test('the same key and body get the same receipt; another body is a 409', async () => {
    const first = await post('/events', 'k1', event('e1'))
    assert.equal((await post('/events', 'k1', event('e1'))).text, first.text)
    assert.equal((await post('/events', 'k1', event('e2'))).status, 409)
    assert.notEqual((await post('/events', 'k2', event('e1'))).text, first.text)
    assert.deepEqual(
      (await effects()).map(({ key }) => key),
      ['k1', 'k2'],
    )
  })

  test('a key is forgotten after its time', async () => {
    await control('PUT', '/settings', { keySeconds: 1 })
    await post('/events', 'k1', event('e1'))
    await control('PUT', '/clock', { skewMs: 1100 })
    assert.equal((await post('/events', 'k1', event('e2'))).status, 202)
  })

  const bad: [field: string, change: object][] = [
    ['specversion', { specversion: '0.3' }],
    ['id', { id: '' }],
    ['source', { source: undefined }],
    ['type', { type: 7 }],
    ['time', { time: 'yesterday' }],
    ['correlation_id', { correlation_id: 'c1' }],
    ['extra', { extra: {} }],
    ['data_base64', { data_base64: 'AAAA' }],
  ]
  for (const [field, change] of bad) {
    test(`a wrong ${field} is a 422 that names it`, async () => {
      const { status, body } = await post('/events', 'k1', event('e1', change))
      assert.equal(status, 422)
      assert.match(JSON.stringify(body['errors']), new RegExp(`"field":"${field}"`))
      assert.deepEqual(await effects(), [])
    })
  }

  test('a refused key is free: the corrected event is taken with it', async () => {
    assert.equal((await post('/events', 'k1', event('e1', { id: '' }))).status, 422)
    assert.equal((await post('/events', 'k1', event('e1'))).status, 202)
  })

  test('only types that are taken, where the settings name them', async () => {
    await control('PUT', '/settings', { types: ['task.completed'] })
    assert.equal((await post('/events', 'k1', event('e1'))).status, 202)
    assert.equal((await post('/events', 'k2', event('e2', { type: 'other' }))).status, 422)
  })

  test('no key and no JSON are a 400, another type of content a 415, another path a 404, another method a 405', async () => {
    assert.equal((await post('/events', '', event('e1'), { 'idempotency-key': null })).status, 400)
    assert.equal((await post('/events', 'k1', 'not json')).status, 400)
    assert.equal((await post('/events', 'k1', event('e1'), { 'content-type': 'application/json' })).status, 415)
    assert.equal((await post('/event', 'k1', event('e1'))).status, 404)
    assert.equal((await send('GET', '/events', undefined, {})).status, 405)
  })

  test('429 with Retry-After beyond the limit, and by a fault', async () => {
    await control('PUT', '/settings', { limit: { requests: 1, windowSeconds: 3600 } })
    assert.equal((await post('/events', 'k1', event('e1'))).status, 202)
    const limited = await post('/events', 'k2', event('e2'))
    assert.equal(limited.status, 429)
    assert.ok(Number(limited.headers.get('retry-after')) > 0)
    await control('POST', '/faults', { fault: 'rateLimited', seconds: 7 })
    assert.equal((await post('/events', 'k3', event('e3'))).headers.get('retry-after'), '7')
    assert.equal((await effects()).length, 1)
  })

  test('a second secret is good while one is being changed for the other', async () => {
    const how = { secret: 'whsec_b3RoZXI=' }
    assert.equal((await post('/events', 'k1', event('e1'), {}, how)).status, 401)
    await control('PUT', '/settings', { moreSecrets: ['whsec_b3RoZXI='] })
    assert.equal((await post('/events', 'k1', event('e1'), {}, how)).status, 202)
  })

  test('an answer that is lost after the effect is heard by the repetition', async () => {
    await control('POST', '/faults', { fault: 'resetAfterApply' })
    await assert.rejects(post('/events', 'k1', event('e1')))
    assert.equal((await post('/events', 'k1', event('e1'))).status, 202)
    assert.equal((await effects()).length, 1)
  })

  test('wrong settings are named at the start', async () => {
    await assert.rejects(startSandbox('xconnector', { settings: { keySeconds: 0 } }), /keySeconds/)
  })
}
