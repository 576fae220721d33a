import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { event } from './samples.ts'

const object = z.record(z.string(), z.unknown())

/** The journal and the rest of /_sandbox. */
export function controlContract({ call, track, exported, journal }: BrazeCaller): void {
  test('the journal pages, sums up, clears, and leaves out the control calls', async () => {
    await track({ events: [event('u', { properties: { event_id: 'e1' } })], attributes: [{ external_id: 'u', a: 1 }] })
    await exported({ external_ids: ['u'] })
    await track('not json')
    await track({ events: [event('u', { properties: { event_id: 'e2' } })] })
    const [first, , second, third] = await journal()
    const { seq, at: iso, atMs, ...rest } = z.looseObject({ seq: z.int(), at: z.string(), atMs: z.int() }).parse(first)
    assert.equal(Date.parse(iso), atMs)
    const body = { events: [event('u', { properties: { event_id: 'e1' } })], attributes: [{ external_id: 'u', a: 1 }] }
    const objects = { attributes: 1, events: 1, purchases: 0 }
    assert.deepEqual(rest, { method: 'POST', path: '/users/track', status: 201, objects, body, applied: true })
    assert.deepEqual([second?.['status'], second?.['body']], [400, 'not json'])
    const page = await call('GET', `/_sandbox/calls?since=${seq}&limit=1&path=/users/track`)
    assert.deepEqual([page.body['calls'], page.body['next'], page.body['total']], [[second], seq + 2, 4])
    assert.deepEqual((await call('GET', `/_sandbox/calls?since=${seq + 2}`)).body['calls'], [third])
    const { byPath } = (await call('GET', '/_sandbox/calls?summary=1')).body
    const row = { method: 'POST', path: '/users/track' }
    assert.deepEqual(byPath, [
      { ...row, status: 201, count: 2 },
      { ...row, path: '/users/export/ids', status: 201, count: 1 },
      { ...row, status: 400, count: 1 },
    ])
    const [e1, e2] = z.array(object).parse((await call('GET', '/_sandbox/objects?kind=events')).body['objects'])
    assert.deepEqual(e2, {
      seq: Number(e1?.['seq']) + 1,
      kind: 'events',
      external_id: 'u',
      object: event('u', { properties: { event_id: 'e2' } }),
    })
    const since = Number(e1?.['seq'])
    assert.deepEqual((await call('GET', `/_sandbox/objects?since=${since}`)).body['objects'], [e2])
    assert.deepEqual((await call('GET', `/_sandbox/objects?since=${since - 1}`)).body['objects'], [e1, e2])
    assert.equal((await call('GET', '/_sandbox/profiles/nobody')).status, 404)
    assert.deepEqual((await call('GET', '/_sandbox/profiles/u')).body['custom_attributes'], { a: 1 })
    await call('DELETE', '/_sandbox/calls')
    assert.deepEqual(await journal(), [])
  })

  test('the control API names the wrong field', async () => {
    const fieldsOf = async (method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, body)
      assert.equal(answer.status, 400)
      return z
        .array(z.object({ field: z.string() }))
        .parse(answer.body['errors'])
        .map(({ field }) => field)
    }
    assert.deepEqual(await fieldsOf('POST', '/_sandbox/faults', { fault: 'stauts' }), ['fault'])
    assert.deepEqual(await fieldsOf('POST', '/_sandbox/faults', { fault: 'slow', time: 1 }), ['ms', 'time'])
    assert.deepEqual(await fieldsOf('PUT', '/_sandbox/settings', { mode: 'old' }), ['mode'])
    assert.deepEqual(await fieldsOf('PUT', '/_sandbox/settings', { limits: { '/users': {} } }), ['limits./users'])
    assert.deepEqual(await fieldsOf('PUT', '/_sandbox/settings', []), ['(body)'])
    assert.deepEqual(await fieldsOf('GET', '/_sandbox/calls?limit=0'), ['limit'])
    assert.equal((await call('GET', '/_sandbox/nothing')).status, 404)
  })
}
