/** P7: Braze hears what becomes of pushes; who ignores them is told by another channel or gets none for a while, who does not finish is reminded. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { consent } from '../event.ts'
import { bodies } from '../ingress/braze/webhooks/bodies.ts'
import { operational } from '../ingress/push/events.ts'
import { field } from '../field.ts'
import type { Ground } from './ground.ts'
import type { Effect } from './watching.ts'

const processor = 'follow-push-feedback'
const now = () => new Date().toISOString()

/** A push of hours ago was delivered, as the gateway tells it. */
const delivered = (user: string, push: string) => ({
  ...{ job_id: `job-${push}`, app: 'signalbox', submit_id_base64: Buffer.from(push).toString('base64') },
  deliveries: [
    {
      ...{ ref_base64: Buffer.from(user).toString('base64'), client_id: `${user}-phone`, user },
      events: {
        push_delivery_events: [
          { event_id: randomUUID(), event_time: new Date(Date.now() - 5 * 3_600_000).toISOString(), type: 'delivered' },
        ],
      },
    },
  ],
})
const completed = (customer: string, correlation_id: string) =>
  operational('journey.completed', {
    ...{ event_id: `p7-${customer}`, event_time: now(), customer, correlation_id },
    data: { journey: 'checkout', journey_id: 'cart' },
  })
const isSignal = (schema: string | null) => schema?.endsWith('.PushJourneySignal') === true

export const flow = (ground: Ground): void => {
  const { says } = ground
  const told = async (customer: string, kind: string, count: number) =>
    (await ground.settled('braze', count, { kind, subject: customer })).map(
      ({ ['of']: campaign, name }) => campaign ?? name,
    )
  const refused = async (subject: string, reason: string, count = 1) =>
    (await ground.decided({ subject, reason }, count)).map(decision => decision.processor)
  /** A push that a campaign asks for (P6), as the gateway has it. */
  const pushTo = async (customer: string, n: number): Promise<Effect> => {
    const request = { ...bodies.push_requested, user_id: customer, campaign_id: 'p7', dispatch_id: `${customer}-${n}` }
    await says.brazeWebhook({ ...request, occurred_at: now() })
    const push = (await ground.settled('push', n, { subject: customer }))[n - 1]
    assert.ok(push)
    return push
  }
  const clicks = (push: Effect) => says.reaction(push, { type: 'clicked', link: 'shop://cart' })
  let annsPush: Effect | undefined

  test('Braze hears that it was delivered and clicked; who does not finish is reminded once', async () => {
    await ground.known('p7-ann', 'p7-bob', 'p7-cleo', 'p7-dan')
    await says.shop(...['p7-ann', 'p7-bob', 'p7-cleo'].map(consent))
    annsPush = await pushTo('p7-ann', 1)
    await clicks(annsPush)
    assert.deepEqual(await told('p7-ann', 'campaign', 1), ['complete-it'])
    assert.deepEqual((await told('p7-ann', 'events', 2)).sort(), ['push_clicked', 'push_delivered'])
  })

  test('the same told again, by another device: nothing', async () => {
    assert.ok(annsPush)
    await clicks(annsPush)
    assert.deepEqual(await refused('p7-ann', 'known_already'), [processor])
    assert.deepEqual(
      [await told('p7-ann', 'events', 2), await told('p7-ann', 'campaign', 1)].map(list => list.length),
      [2, 1],
    )
  })

  test('who finishes is not reminded, even when that is told before the click; of another push they still are', async () => {
    const push = await pushTo('p7-bob', 1)
    assert.deepEqual(await told('p7-bob', 'events', 1), ['push_delivered'])
    const [command] = await ground.records('push.commands', ({ key }) => key === 'p7-bob')
    await says.push(completed('p7-bob', String(field(command?.value, 'correlationId'))))
    await ground.records('push.events', ({ key, schema }) => key === 'p7-bob' && isSignal(schema))
    await clicks(push)
    await clicks(await pushTo('p7-bob', 2))
    const [reminder] = await ground.settled('braze', 1, { kind: 'campaign', subject: 'p7-bob' })
    assert.equal(reminder?.['of'], 'complete-it')
    assert.equal((await told('p7-bob', 'campaign', 1)).length, 1)
    assert.equal((await told('p7-bob', 'events', 4)).length, 4)
  })

  test('who ignores a push is told by another channel, after the third no more: pushes are suppressed', async () => {
    const pushes = ['p7-1', 'p7-2', 'p7-3'].map(push => delivered('p7-cleo', push))
    for (const push of pushes) await says.push(push)
    assert.deepEqual(await refused('p7-cleo', 'suppressed'), [processor])
    assert.deepEqual(await told('p7-cleo', 'campaign', 2), ['missed-push', 'missed-push'])
    assert.equal((await ground.settled('braze', 2, { kind: 'attributes', subject: 'p7-cleo' })).length, 2)
    for (const push of pushes) await says.push(push)
    assert.deepEqual((await refused('p7-cleo', 'duplicate', 3)).length, 3)
    assert.equal((await told('p7-cleo', 'campaign', 2)).length, 2)
  })

  test('while they are, none is sent; and without consent nobody is told by another channel', async () => {
    await says.brazeWebhook({
      ...bodies.push_requested,
      user_id: 'p7-cleo',
      dispatch_id: 'p7-cleo',
      occurred_at: now(),
    })
    assert.deepEqual(await refused('p7-cleo', 'no_channel'), ['send-customer-messages'])
    await says.push(delivered('p7-dan', 'p7-4'))
    assert.deepEqual(await refused('p7-dan', 'consent_unknown'), ['send-customer-messages'])
    assert.deepEqual([await told('p7-dan', 'events', 1), await told('p7-dan', 'campaign', 0)], [['push_delivered'], []])
    assert.deepEqual(await ground.settled('push', 0, { subject: 'p7-cleo' }), [])
  })
}
