import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { PushCaller } from './caller.ts'

const types = (events: readonly Record<string, unknown>[] | undefined) => (events ?? []).map(event => event['type'])

/** What became of a push; devices and topics. */
export function statusContract({ call, sent, events, base, control }: PushCaller): void {
  test('the status has the shape of the messaging API, client texts in base64', async () => {
    const { job } = await sent({ clientIds: ['watch'] }, 'submit-1')
    const { body } = await call('GET', `${base}/status?job_id=${job}`)
    assert.deepEqual([body['job_id'], body['job_state']], [job, ['Complete', 'Posted']])
    assert.equal(body['submit_id_base64'], Buffer.from('submit-1').toString('base64'))
    const [delivery] = z.array(z.record(z.string(), z.unknown())).parse(body['deliveries'])
    assert.equal(delivery?.['ref_base64'], Buffer.from('watch').toString('base64'))
    const [attempt] = z.array(z.record(z.string(), z.unknown())).parse(delivery['delivery_attempts'])
    assert.deepEqual([attempt?.['state'], typeof attempt?.['delivery_time']], ['Sent', 'string'])
    const [first] = await events(job)
    assert.deepEqual(types(first), ['accepted', 'sent', 'delivered'])
    assert.deepEqual(Object.keys(first?.[0] ?? {}), ['event_id', 'event_time', 'type', 'token_ref'])
  })

  test('delivery, open and click come in any order, with the action that was chosen', async () => {
    await control('PUT', '/settings', { deliveredAfterMs: 60_000 })
    const { job } = await sent({ clientIds: ['watch'] })
    assert.deepEqual(types((await events(job))[0]), ['accepted', 'sent'])
    const happen = (type: string, more: object = {}) =>
      control('POST', '/events', { job_id: job, clientId: 'watch', type, ...more })
    assert.equal((await happen('clicked', { action: 'approve' })).status, 200)
    assert.equal((await happen('opened')).status, 200)
    await control('PUT', '/clock', { skewMs: 61_000 })
    const [seen] = await events(job)
    assert.deepEqual(types(seen).toSorted(), ['accepted', 'clicked', 'delivered', 'opened', 'sent'])
    assert.equal(seen?.find(event => event['type'] === 'clicked')?.['action'], 'approve')
    assert.equal(new Set(seen.map(event => event['event_id'])).size, 5)
    assert.equal((await happen('eaten')).status, 400)
    assert.equal((await control('POST', '/events', { job_id: job, clientId: 'no', type: 'opened' })).status, 404)
  })

  test('a dead token shows as failed and unregistered', async () => {
    const { job } = await sent({ users: ['eve'] })
    assert.deepEqual(types((await events(job))[0]), ['accepted', 'failed', 'unregistered'])
  })

  test('many jobs are asked for at once; an unknown one alone is a 404', async () => {
    const jobs = [(await sent({ users: ['ada'] })).job, (await sent({ users: ['bob'] })).job]
    const { text } = await call('POST', `${base}/status`, { job_ids: [...jobs, 'none'] })
    const found = z.array(z.looseObject({ job_id: z.string() })).parse(JSON.parse(text))
    assert.deepEqual(
      found.map(one => one.job_id),
      jobs,
    )
    assert.equal((await call('GET', `${base}/status?job_id=none`)).status, 404)
  })

  test('devices are registered, changed and deleted; topics take and lose them', async () => {
    const device = { deviceInfo: { cloudPushKey: 't' }, userInfo: { userID: 'kim' }, clientInfo: { runtime: 'web' } }
    assert.equal((await call('PUT', '/devices/new', device)).status, 201)
    assert.equal((await call('PUT', '/devices/bad', {})).status, 400)
    assert.deepEqual((await sent({ users: ['kim'], runtimes: ['web'] })).accepted, ['new'])
    assert.equal((await call('PUT', '/topics/night/clients/new')).status, 200)
    assert.equal((await call('PUT', '/topics/night/clients/none')).status, 404)
    assert.deepEqual((await sent({ topics: ['night'] })).accepted, ['new'])
    assert.equal((await call('DELETE', '/topics/night/clients/new')).status, 204)
    assert.deepEqual(await sent({ topics: ['night'] }).then(({ accepted, rejected }) => [accepted, rejected]), [[], []])
    assert.equal((await call('DELETE', '/devices/new')).status, 204)
    assert.equal((await call('GET', '/devices/new')).status, 404)
    assert.deepEqual((await sent({ users: ['kim'] })).rejected, [['kim', 'NOT_FOUND']])
  })
}
