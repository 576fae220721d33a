import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from '../../start.ts'
import type { SignedCaller } from './caller.ts'

const event = (id: string, more: object = {}) => ({ id, type: 'order.paid', subject: 'ada', data: { n: 1 }, ...more })

export const settings = {
  endpoints: {
    events: {},
    plain: { status: 204, answer: 'empty' },
    forgetful: { dedupes: false },
    small: { maxItems: 2, maxBytes: 400 },
    limited: { limit: { requests: 2, windowSeconds: 3600 } },
    gone: { gone: true },
    own: { secrets: ['whsec_b3RoZXI='] },
  },
}

/** The endpoints: batches, keys, limits. */
export function hooksContract({ post, send, control, effects }: SignedCaller): void {
  const seen = async () => (await effects()).map(({ endpoint, id, key }) => [endpoint, id, key])

  test('a batch and a single event are taken: one effect for each event and endpoint', async () => {
    const events = [event('e1'), event('e2', { time: '2026-01-01T00:00:00Z', subject: null })]
    const { status, body } = await post('/hooks/events', 'k1', { events })
    assert.deepEqual([status, body], [200, { accepted: 2 }])
    assert.deepEqual((await post('/hooks/plain', 'k1', event('e1'))).status, 204)
    assert.deepEqual(await seen(), [
      ['events', 'e1', 'k1'],
      ['events', 'e2', 'k1'],
      ['plain', 'e1', 'k1'],
    ])
    const [first] = await effects()
    assert.deepEqual([first?.['kind'], first?.['subject'], first?.['type']], ['event', 'ada', 'order.paid'])
  })

  test('dedupes: the same key gets the first answer again without a second effect, another body a 409', async () => {
    const once = { events: [event('e1'), event('e2')] }
    const first = await post('/hooks/events', 'k1', once)
    assert.equal((await post('/hooks/events', 'k1', once)).text, first.text)
    assert.equal((await post('/hooks/events', 'k1', event('e3'))).status, 409)
    assert.equal((await effects()).length, 2)
    await control('PUT', '/clock', { skewMs: 86_401_000 })
    const late = { atMs: Date.now() + 86_401_000 }
    assert.equal((await post('/hooks/events', 'k1', once, {}, late)).status, 200)
    assert.equal((await effects()).length, 4)
  })

  test('dedupes false: the same key takes effect again', async () => {
    for (const turn of [1, 2])
      assert.equal((await post('/hooks/forgetful', 'k1', event('e1'))).status, 200, `turn ${turn}`)
    assert.deepEqual(await seen(), [
      ['forgetful', 'e1', 'k1'],
      ['forgetful', 'e1', 'k1'],
    ])
  })

  test('413 for too many events and for too many bytes', async () => {
    const three = { events: [event('1'), event('2'), event('3')] }
    assert.equal((await post('/hooks/small', 'k1', three)).status, 413)
    assert.equal((await post('/hooks/small', 'k2', event('1', { data: 'x'.repeat(400) }))).status, 413)
    assert.equal((await post('/hooks/small', 'k3', { events: three.events.slice(0, 2) })).status, 200)
    assert.equal((await effects()).length, 2)
  })

  test('400 names what is wrong and takes nothing of the batch; 415 for another type of content', async () => {
    const { status, body } = await post('/hooks/events', 'k1', { events: [event('e1'), { id: 'e2' }] })
    assert.equal(status, 400)
    assert.match(JSON.stringify(body['errors']), /events\.1\.type/)
    for (const bad of ['not json', { events: [] }, [], '"text"']) {
      assert.equal((await post('/hooks/events', 'k1', bad)).status, 400, JSON.stringify(bad))
    }
    assert.equal((await post('/hooks/events', '', event('e1'), { 'idempotency-key': null })).status, 400)
    assert.equal((await post('/hooks/events', 'k1', event('e1'), { 'content-type': 'text/plain' })).status, 415)
    assert.deepEqual(await effects(), [])
  })

  test('410 where the endpoint is gone, 404 where there never was one, 405 for another method', async () => {
    assert.equal((await post('/hooks/gone', 'k1', event('e1'))).status, 410)
    assert.equal((await post('/hooks/none', 'k1', event('e1'))).status, 404)
    assert.equal((await send('GET', '/hooks/events', undefined, {})).status, 405)
  })

  test('a limit counts for its endpoint alone, and says when to come back', async () => {
    for (const key of ['k1', 'k2']) assert.equal((await post('/hooks/limited', key, event(key))).status, 200)
    const third = await post('/hooks/limited', 'k3', event('k3'))
    assert.equal(third.status, 429)
    assert.ok(Number(third.headers.get('retry-after')) > 0)
    assert.equal((await post('/hooks/events', 'k3', event('k3'))).status, 200)
    assert.equal((await effects()).length, 3)
  })

  test('an endpoint may have a secret of its own', async () => {
    assert.equal((await post('/hooks/own', 'k1', event('e1'))).status, 401)
    assert.equal((await post('/hooks/own', 'k1', event('e1'), {}, { secret: 'whsec_b3RoZXI=' })).status, 200)
  })

  test('faults: a part refused, an answer lost after the effect, a wrong clock', async () => {
    await control('POST', '/faults', { fault: 'partlyRefused', items: 1 })
    const { status, body } = await post('/hooks/events', 'k1', { events: [event('e1'), event('e2')] })
    const rejected = [{ index: 0, id: 'e1', message: 'This event was refused.' }]
    assert.deepEqual([status, body], [207, { accepted: 1, rejected }])
    await control('POST', '/faults', { fault: 'resetAfterApply' })
    await assert.rejects(post('/hooks/events', 'k2', event('e3')))
    assert.equal((await post('/hooks/events', 'k3', event('e4'))).status, 200)
    await control('POST', '/faults', { fault: 'clockSkew', ms: 600_000 })
    assert.equal((await post('/hooks/events', 'k4', event('e5'))).status, 401)
    assert.deepEqual(
      (await effects()).map(({ id }) => id),
      ['e2', 'e3', 'e4'],
    )
  })

  test('wrong settings are named at the start', async () => {
    const wrong = { endpoints: { a: { maxItem: 1, status: 500 } } }
    await assert.rejects(startSandbox('http', { settings: wrong }), /endpoints\.a\.status[^]*maxItem/)
  })
}
