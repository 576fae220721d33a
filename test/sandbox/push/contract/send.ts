import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from '../../start.ts'
import { pushCaller } from './caller.ts'
import type { PushCaller } from './caller.ts'

export const settings = {
  apps: ['shop'],
  devices: [
    { clientId: 'phone', user: 'ada', runtime: 'android', topics: ['news'] },
    { clientId: 'tablet', user: 'ada' },
    { clientId: 'watch', user: 'bob', runtime: 'ios', topics: ['news'] },
    { clientId: 'old', user: 'eve', dead: true },
  ],
  groups: { crew: ['ada', 'bob'] },
}

/** Sending: recipients, limits, repetition. */
export function sendContract({ call, push, sent, base, control, effects }: PushCaller): void {
  test('a push needs the key and an application that exists; errors come in the wrapper', async () => {
    const body = { title: 'Hi', users: ['ada'] }
    const { status, body: said } = await call('POST', `${base}/push`, body, { otagAppKey: 'wrong' })
    assert.deepEqual([status, said['key'], said['status']], [401, 'UNAUTHENTICATED', 401])
    assert.deepEqual(Object.keys(said), ['key', 'errorMessage', 'entity', 'status'])
    assert.equal((await call('POST', '/deployments/notifications/none/push', body)).status, 404)
    assert.deepEqual(await effects(), [])
  })

  test('recipients add up without duplicates', async () => {
    const all = { clientIds: ['phone'], users: ['ada'], otdsGroups: ['crew'], runtimes: ['ios'], topics: ['news'] }
    const { accepted, rejected, job } = await sent(all, 's1')
    assert.deepEqual([accepted, rejected], [['phone', 'tablet', 'watch'], []])
    const seen = (await effects()).map(({ kind, subject, id, client, job: of }) => [kind, subject, id, client, of])
    assert.deepEqual(seen, [
      ['push', 'ada', 's1', 'phone', job],
      ['push', 'ada', 's1', 'tablet', job],
      ['push', 'bob', 's1', 'watch', job],
    ])
  })

  test('broadcast reaches every device and needs no recipient; otherwise one is required', async () => {
    assert.deepEqual((await sent({ broadcast: true })).accepted, ['phone', 'tablet', 'watch'])
    for (const body of [{ title: 'Hi' }, { users: ['ada'] }, 'not json', { title: 'Hi', users: 'ada' }]) {
      const { status, body: said } = await push(body)
      assert.deepEqual([status, said['key']], [400, 'INVALID_ARGUMENT'])
    }
    assert.equal((await effects()).length, 3)
  })

  test('an unknown recipient is rejected by name, the others are reached', async () => {
    const { accepted, rejected } = await sent({ users: ['bob', 'zoe'], clientIds: ['none'], topics: ['nothing'] })
    assert.deepEqual(accepted, ['watch'])
    assert.deepEqual(rejected, [
      ['none', 'NOT_FOUND'],
      ['zoe', 'NOT_FOUND'],
      ['nothing', 'NOT_FOUND'],
    ])
    await control('PUT', '/settings', { unknownUsers: 'register' })
    assert.deepEqual((await sent({ users: ['zoe'] })).accepted, ['client-of-zoe'])
  })

  test('a dead token is UNREGISTERED, by setting and by fault, until the device registers anew', async () => {
    assert.deepEqual((await sent({ users: ['eve'] })).rejected, [['old', 'UNREGISTERED']])
    await control('POST', '/faults', { fault: 'deadToken', clientId: 'phone' })
    const { accepted, rejected } = await sent({ users: ['ada'] })
    assert.deepEqual([accepted, rejected], [['tablet'], [['phone', 'UNREGISTERED']]])
    assert.deepEqual((await sent({ users: ['ada'] })).accepted, ['tablet'])
    const device = { deviceInfo: { cloudPushKey: 'new-token' }, userInfo: { userID: 'ada' } }
    assert.equal((await call('PUT', '/devices/phone', device)).status, 200)
    assert.deepEqual((await sent({ users: ['ada'] })).accepted, ['tablet', 'phone'])
  })

  test('4096 bytes are the limit of a payload, 2048 of one for a topic', async () => {
    const data = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"data":{"text":""}}'.length) })
    assert.equal((await push({ users: ['bob'], data: data(4096) })).status, 200)
    const { status, body } = await push({ users: ['bob'], data: data(4097) })
    assert.deepEqual([status, body['key']], [400, 'PAYLOAD_TOO_LARGE'])
    assert.equal((await push({ topics: ['news'], data: data(2048) })).status, 200)
    assert.equal((await push({ topics: ['news'], data: data(2049) })).status, 400)
  })

  test('the same submit id is answered with the same job, without a second push; another body is a 409', async () => {
    const body = { title: 'Hi', users: ['ada'] }
    const first = await push(body, 's1')
    assert.equal((await push(body, 's1')).text, first.text)
    const other = await push({ ...body, title: 'Ho' }, 's1')
    assert.deepEqual([other.status, other.body['key']], [409, 'SUBMIT_ID_CONFLICT'])
    assert.equal((await effects()).length, 2)
    await push(body)
    await push(body)
    assert.equal((await effects()).length, 6)
    await control('PUT', '/clock', { skewMs: 86_401_000 })
    await push(body, 's1')
    assert.equal((await effects()).length, 8)
  })

  test('the quota counts messages; beyond it 429 with Retry-After, until the window ends', async () => {
    await control('PUT', '/settings', { quota: { messages: 3, windowSeconds: 60 } })
    await sent({ users: ['ada'] }, 's1')
    const full = await push({ title: 'Hi', users: ['ada'] })
    assert.deepEqual([full.status, full.body['key']], [429, 'QUOTA_EXCEEDED'])
    const after = Number(full.headers.get('retry-after'))
    assert.ok(after > 0 && after <= 60, String(after))
    assert.equal(
      (await push({ title: 'Hi', users: ['ada'] }, 's1')).status,
      200,
      'an answer that is known costs nothing',
    )
    assert.equal((await push({ users: ['ada'] })).status, 400, 'and a wrong call counts')
    assert.equal((await push({ title: 'Hi', users: ['bob'] })).status, 429)
    await control('PUT', '/clock', { skewMs: 61_000 })
    assert.deepEqual((await sent({ users: ['ada'] })).accepted, ['phone', 'tablet'])
  })

  test('an answer that is lost after the push is heard by the repetition', async () => {
    await control('POST', '/faults', { fault: 'resetAfterApply' })
    await assert.rejects(push({ title: 'Hi', users: ['bob'] }, 's1'))
    assert.deepEqual((await sent({ users: ['bob'] }, 's1')).accepted, ['watch'])
    assert.equal((await effects()).length, 1)
  })

  test('settings make devices in numbers, and wrong ones are named', { timeout: 120_000 }, async t => {
    await assert.rejects(startSandbox('push', { settings: { device: [], quota: { messages: 0 } } }), /quota[^]*device/)
    const many = await startSandbox('push', { settings: { deviceSeries: [{ count: 100_000 }] } })
    t.after(() => many.stop())
    assert.deepEqual((await pushCaller(() => many).sent({ users: ['user-99999'] })).accepted, ['client-99999'])
  })
}
