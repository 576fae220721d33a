/** P6: of the customers for whom a campaign asks for a push, those get it who meet its criteria, and nobody too many. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consent, event } from '../event.ts'
import { bodies } from '../ingress/braze/webhooks/bodies.ts'
import { currentsEvent } from '../processors/engagement.ts'
import type { Ground } from './ground.ts'

// `vip-offer` is for the segment vip and scores of 0 and more; a customer gets three messages a day.
export const flow = (ground: Ground): void => {
  const asks = (customer: string, n: number, campaign_id = 'vip-offer') =>
    ground.says.brazeWebhook({
      ...bodies.push_requested,
      ...{ user_id: customer, campaign_id, dispatch_id: `p6-dispatch-${n}`, title: `Offer ${n}` },
      occurred_at: new Date().toISOString(),
    })
  const isVip = (customer: string) =>
    event(`${customer}-vip`, 'customer.profile_changed', customer, { attributes: { 'segment:vip': true } })
  const pushes = async (count: number, customer: string) =>
    (await ground.settled('push', count, { subject: customer })).length
  const refused = async (customer: string, count = 1) =>
    (await ground.decided({ subject: customer, processor: 'admit-push-requests' }, count)).map(({ reason }) => reason)

  test('who is in the segment and has the score gets the push', async () => {
    await ground.says.shop(...['p6-ann', 'p6-bob', 'p6-cleo'].map(consent), isVip('p6-ann'), isVip('p6-cleo'))
    await ground.says.currents(
      currentsEvent('Open', Date.now(), { customer: 'p6-ann', message: 'p6' }),
      currentsEvent('Unsubscribe', Date.now(), { customer: 'p6-cleo', message: 'p6' }),
    )
    await ground.records('engagement.scores', ({ key }) => key === 'p6-ann')
    await ground.settled('braze', 1, { subject: 'p6-ann' })
    await asks('p6-ann', 1)
    assert.equal(await pushes(1, 'p6-ann'), 1)
  })

  test('the same request again: no further push', async () => {
    await asks('p6-ann', 1)
    assert.equal((await ground.decided({ subject: 'p6-ann', reason: 'duplicate' })).length, 1)
    assert.equal(await pushes(1, 'p6-ann'), 1)
  })

  test('who is not in the segment, and whose score is too low, get nothing, and a decision says why', async () => {
    await ground.settled('braze', 1, { subject: 'p6-cleo' })
    await ground.records('engagement.scores', ({ key }) => key === 'p6-cleo')
    for (const customer of ['p6-bob', 'p6-cleo']) await asks(customer, 1)
    assert.deepEqual(await refused('p6-bob'), ['not_in_segment'])
    assert.deepEqual(await refused('p6-cleo'), ['score_too_low'])
    assert.deepEqual([await pushes(0, 'p6-bob'), await pushes(0, 'p6-cleo')], [0, 0])
  })

  test('three a day: the fourth is one too many', async () => {
    for (const n of [2, 3, 4]) await asks('p6-ann', n)
    const [capped] = await ground.decided({ subject: 'p6-ann', processor: 'send-customer-messages' })
    assert.equal(capped?.reason, 'frequency_capped')
    assert.equal(await pushes(3, 'p6-ann'), 3)
  })
}
