import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PushSend } from '../../../schemas/push-send.generated.ts'
import { pushOf } from '../../../src/egress/push/request.ts'
import { pushTo } from './commands.ts'

const now = Date.UTC(2026, 2, 1, 12)

function sent(over: Partial<PushSend>): unknown {
  const push = pushOf(pushTo('ada', over), now)
  return 'refusal' in push ? assert.fail(push.refusal) : JSON.parse(push.body)
}

function refusal(over: Partial<PushSend>): string {
  const push = pushOf(pushTo('ada', over), now)
  return 'refusal' in push ? push.refusal : assert.fail(push.body)
}

test('an empty part is left out', () => {
  assert.deepEqual(sent({}), { users: ['ada'], title: 'Approve?', priority: 'normal' })
})

test('recipients add up, and everything that travels to the device', () => {
  const actions = [{ id: 'yes', title: 'Yes' }]
  const audience = { users: ['u'], clients: ['c'], groups: ['g'] }
  const content = { title: 't', summary: 's', data: { case: '7', actions: 'none' } }
  const pushed = sent({ ...audience, ...content, actions, correlationId: 'k', priority: 'high', ttlSeconds: 60 })
  assert.deepEqual(pushed, {
    users: ['u'],
    clientIds: ['c'],
    otdsGroups: ['g'],
    title: 't',
    summary: 's',
    data: { case: '7', actions, correlation_id: 'k' },
    priority: 'high',
    ttl: 60,
  })
})

test('a broadcast names nobody', () => {
  assert.deepEqual(sent({ users: [], broadcast: true }), { broadcast: true, title: 'Approve?', priority: 'normal' })
  assert.match(refusal({ broadcast: true }), /^two_audiences: /)
})

test('nobody to push to, nothing to push', () => {
  assert.match(refusal({ users: [] }), /^no_recipient: /)
  assert.match(refusal({ title: null }), /^no_content: /)
})

test('a push past its time is not sent, one at its time is', () => {
  assert.match(refusal({ expiresAt: now - 1 }), /^expired: .* 1 ms ago/)
  sent({ expiresAt: now })
})

test('4,096 bytes travel to a device and no more; the largest part is named; recipients do not count', () => {
  const around = Buffer.byteLength(JSON.stringify({ title: '' }))
  sent({ title: 'x'.repeat(4_096 - around), users: Array.from({ length: 1_000 }, (_, n) => `user-${n}`) })
  assert.match(refusal({ title: 'x'.repeat(4_097 - around) }), /^too_large: 4097 bytes .*; title has/)
  assert.match(
    refusal({ data: { note: 'ö'.repeat(2_100) } }),
    /^too_large: 42\d\d bytes of payload, .*; data has 42\d\d$/,
  )
})

test('another command is none of the gateway’s', () => {
  const other = pushOf({ schema: 'signalbox.braze.BrazeTrackEvent', value: {} }, now)
  assert.deepEqual(other, { refusal: 'no_such_command: signalbox.braze.BrazeTrackEvent' })
})
