/** E4: what customers say at Braze on consents and preferences stands in their workspace. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../field.ts'
import { sample } from '../ingress/braze/currents/samples.ts'
import { common } from '../ingress/braze/webhooks/bodies.ts'
import type { Ground } from './ground.ts'

/** Seconds, as Braze tells time. */
const now = Math.floor(Date.now() / 1_000)

/** Currents tells that somebody subscribed to, or unsubscribed from, a channel. */
function global(id: string, customer: string, status: string, time = now, more: object = {}) {
  const event = sample('users.behaviors.subscription.GlobalStateChange')
  const said = { channel: 'email', state_change_source: 'Preference Center', ...more }
  const properties = { ...event.properties, time_ms: time * 1_000, subscription_status: status, ...said }
  return { ...event, id, time, user: { ...event.user, external_user_id: customer }, properties }
}

export const flow = ({ says, ecm, sandboxes, settled, decided, records }: Ground): void => {
  let workspace = 0
  const writes = (node: number, count: number, kind = 'category-updated') =>
    settled('ecm', count, { kind, subject: String(node) })
  /** The values of the category, by the numbers of its attributes in test/flows/world.ts. */
  const kept = async (node: number, ...attributes: readonly number[]) => {
    const { categories } = await ecm.node(node)
    return attributes.map(attribute => field(field(categories, '3100'), `3100_${attribute}`))
  }
  const off = global('e4-off', 'e4-ann', 'Unsubscribed')
  const on = global('e4-on', 'e4-ann', 'Subscribed', now - 60)
  const form = {
    ...{ ...common, action: 'preferences_changed', id: 'e4-form', user_id: 'e4-ann', occurred_at: String(now) },
    ...{ consents: { sms: 'true', push: 'true' }, preferences: { frequency: 'weekly' } },
  }
  const older = { ...form, id: 'e4-form-old', occurred_at: String(now - 60), preferences: { frequency: 'daily' } }

  test('consents and preferences that come out of order: the newest of each stands there, with a note', async () => {
    workspace = await ecm.workspace('Customer', 'e4-ann')
    await says.currents(off)
    await says.currents(on)
    await says.brazeWebhook(form)
    await says.brazeWebhook(older)
    assert.equal((await writes(workspace, 3)).length, 3)
    assert.deepEqual(await kept(workspace, 5, 8, 11), [false, true, 'weekly'])
    const at = new Date(now * 1_000).toISOString()
    assert.deepEqual(await kept(workspace, 6, 7), [
      at,
      `email withdrawn at ${at} by /braze/currents, event e4-off/consent`,
    ])
    const late = await decided({ subject: 'e4-ann', reason: 'newer_known' }, 3)
    assert.deepEqual(late.map(({ eventId }) => eventId).sort(), [
      'e4-form-old/preferences_changed',
      'e4-form-old/preferences_changed/consent/sms',
      'e4-on/consent',
    ])
  })

  test('the same sent again: no further write', async () => {
    await says.currents(off, on)
    await says.brazeWebhook(form)
    for (const eventId of ['e4-on/consent', 'e4-form/preferences_changed', 'e4-form/preferences_changed/consent/sms'])
      assert.equal((await decided({ eventId, reason: 'duplicate' })).length, 1)
    assert.equal((await writes(workspace, 3)).length, 3)
  })

  test('a purpose that is not kept, and what this pipeline wrote at Braze itself, leave a decision and nothing else', async () => {
    const other = await ecm.workspace('Customer', 'e4-bob')
    const echo = { state_change_source: 'REST API' }
    await says.currents(
      global('e4-push', 'e4-bob', 'Subscribed', now, { channel: 'push' }),
      global('e4-echo', 'e4-ann', 'Unsubscribed', now + 1, echo),
    )
    const [unkept] = await decided({ subject: 'e4-bob', processor: 'record-consents' })
    const [own] = await decided({ eventId: 'e4-echo/consent', processor: 'record-consents' })
    assert.deepEqual([unkept?.reason, own?.reason], ['purpose_not_kept', 'own_write'])
    assert.deepEqual([await writes(other, 0), (await writes(workspace, 3)).length], [[], 3])
  })

  test('somebody else writes the same category at the same moment: both words stay', async () => {
    const path = `/otcs/cs/api/v2/nodes/${workspace}/categories/3100/`
    const values = { '3100_11': 'monthly' }
    await sandboxes.control('ecm', 'POST', '/faults', { fault: 'lostUpdate', path, values })
    await says.currents(global('e4-back', 'e4-ann', 'Opted In', now + 2))
    assert.equal((await writes(workspace, 4)).length, 4)
    assert.equal((await writes(workspace, 1, 'category-updated-elsewhere')).length, 1)
    assert.deepEqual(await kept(workspace, 5, 8, 11), [true, true, 'monthly'])
  })

  test('a customer without a workspace: nothing is done, and that is known', async () => {
    await says.currents(global('e4-none', 'e4-cleo', 'Subscribed'))
    const [receipt] = await records('delivery.receipts', ({ key }) => key === 'e4-cleo')
    assert.match(String(field(receipt?.value, 'reason')), /^not_found/)
    assert.equal(String(field(receipt?.value, 'outcome')).toLowerCase(), 'delivered')
  })
}
