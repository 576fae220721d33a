import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrazeCaller } from './caller.ts'
import { event } from './samples.ts'

/** What comes before any endpoint: URL, key, type, size, JSON. */
export function transportContract({ call, track, appliedEvents }: BrazeCaller): void {
  test('a wrong or missing key: 401 with the rate headers there and empty', async () => {
    const wrong = await track({ events: [event('u')] }, { authorization: 'Bearer nope' })
    assert.deepEqual([wrong.status, wrong.body], [401, { message: 'Invalid API key: nope' }])
    for (const name of ['limit', 'remaining', 'reset']) assert.equal(wrong.headers.get(`x-ratelimit-${name}`), '')
    assert.equal((await track({ events: [event('u')] }, { authorization: '' })).status, 401)
    assert.equal(await appliedEvents(), 0)
  })

  test('404 unknown URL, 415 content type, 400 not JSON, 413 above 4 MB and not at it', async () => {
    const unknown = await call('POST', '/users/trakc', {})
    assert.deepEqual([unknown.status, unknown.body], [404, { message: 'Invalid URL' }])
    assert.equal((await call('GET', '/users/track')).status, 404)
    assert.equal((await track('events=1', { 'content-type': 'application/x-www-form-urlencoded' })).status, 415)
    assert.equal((await track('{"events":')).status, 400)
    const frame = JSON.stringify({ events: [event('u')], padding: '' })
    const full = frame.replace('"padding":""', `"padding":"${'x'.repeat(4 * 1024 * 1024 - frame.length)}"`)
    assert.equal((await track(full)).status, 201)
    assert.equal((await track(full.replace('xx', 'xxx'))).status, 413)
  })
}
