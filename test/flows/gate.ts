/** The gate: by night messages wait, by day they go, and whoever has had enough gets no more, whichever flow asks. On the ground of gate.test.ts, where it is night in UTC. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietUntil } from '../../processors/rules/quiet-hours.ts'
import { consent, event } from '../event.ts'
import { field } from '../field.ts'
import { bodies } from '../ingress/braze/webhooks/bodies.ts'
import { operational } from '../ingress/push/events.ts'
import { until } from '../until.ts'
import type { Ground } from './ground.ts'

const processor = 'send-customer-messages'
const now = () => new Date().toISOString()

/** P6 asks for a push. */
const offer = (customer: string, n: number) => ({
  ...bodies.push_requested,
  ...{
    user_id: customer,
    campaign_id: 'gate-offer',
    dispatch_id: `gate-${n}`,
    title: `Offer ${n}`,
    occurred_at: now(),
  },
})
/** P4 asks for a campaign, two seconds after a cart was abandoned. */
const cart = (phase: 'abandoned' | 'completed', customer: string) =>
  operational(`journey.${phase}`, {
    ...{ event_id: `${phase}-${customer}`, event_time: now(), customer, link: 'shop://cart' },
    data: { journey: 'checkout', journey_id: `cart-${customer}`, step: 'payment' },
  })
/** P2 asks for a campaign that is urgent. */
const incident = (customer: string) => ({
  ...{
    event_id: `incident-${customer}`,
    event_time: now(),
    type: 'incident.opened',
    severity: 'critical',
    title: 'Out',
  },
  data: { incident_id: `incident-${customer}`, customers: [customer] },
})
const sleeps = (customer: string) =>
  event(`${customer}-zone`, 'customer.profile_changed', customer, { attributes: { timezone: 'UTC' } })

export const flow = (ground: Ground): void => {
  const { says } = ground
  const reasons = async (subject: string, count: number) =>
    (await ground.decided({ subject, processor }, count)).map(({ reason }) => reason).sort()
  const pushes = async (subject: string, count: number) => (await ground.settled('push', count, { subject })).length
  const campaigns = async (subject: string, count: number) =>
    (await ground.settled('braze', count, { kind: 'campaign', subject })).map(({ ['of']: campaign }) => campaign)
  const asleep = ['ann', 'bob', 'cleo', 'dan', 'eve'].map(name => `gate-${name}`)
  const said = [cart('abandoned', 'gate-bob'), cart('abandoned', 'gate-cleo'), cart('abandoned', 'gate-eve')]
  const offers = [1, 2, 3, 4].map(n => offer('gate-ann', n))

  test('by night nothing goes but what is urgent; where it is day it does, unless there is no consent', async () => {
    await ground.known(...asleep, 'gate-fay')
    await says.shop(...[...asleep, 'gate-fay'].map(consent), ...asleep.map(sleeps))
    await ground.records('customer.events', ({ key }) => key?.startsWith('gate-') === true, 11)
    for (const body of [...offers, offer('gate-fay', 1), offer('gate-gus', 1)]) await says.brazeWebhook(body)
    await says.push(...said, incident('gate-dan'))
    const held = 'held_quiet_hours'
    assert.deepEqual(await reasons('gate-ann', 4), [held, held, held, held])
    for (const customer of ['gate-bob', 'gate-cleo', 'gate-eve']) assert.deepEqual(await reasons(customer, 1), [held])
    assert.deepEqual(await reasons('gate-gus', 1), ['consent_unknown'])
    assert.ok((await campaigns('gate-dan', 1)).includes('incident-alert'))
    assert.deepEqual([await pushes('gate-fay', 1), await pushes('gate-gus', 0)], [1, 0])
    assert.deepEqual([await pushes('gate-ann', 0), await campaigns('gate-bob', 0)], [0, []])
  })

  test('when the night is over all is asked again: consent, caps, and whether it is still wanted', async () => {
    const end = quietUntil(Date.now(), 'UTC', ground.flows.rules.quiet)
    assert.ok(end !== undefined, 'the night was over before the test came to it')
    const no = { purpose: 'marketing', granted: false }
    await says.shop(event('gate-bob-no', 'customer.consent_changed', 'gate-bob', no))
    await says.push(cart('completed', 'gate-cleo'))
    await until(
      () => ground.effects('push', { subject: 'gate-ann' }),
      sent => sent.length > 0,
      end - Date.now() + 30_000,
    )
    assert.equal(await pushes('gate-ann', 3), 3)
    const commands = await ground.records('push.commands', ({ key }) => key === 'gate-ann', 3)
    assert.deepEqual(
      commands.map(({ value }) => field(value, 'title')),
      ['Offer 1', 'Offer 2', 'Offer 3'],
    )
    assert.deepEqual((await reasons('gate-ann', 5))[0], 'frequency_capped')
    assert.deepEqual(await campaigns('gate-eve', 1), ['resume-checkout'])
    assert.deepEqual([await campaigns('gate-bob', 0), await campaigns('gate-cleo', 0)], [[], []])
    assert.deepEqual(await reasons('gate-bob', 2), ['consent_withdrawn', 'held_quiet_hours'])
    assert.deepEqual(await reasons('gate-cleo', 2), ['held_quiet_hours', 'withdrawn'])
  })

  test('another flow asks: the cap counts what went for all of them', async () => {
    await says.push(cart('abandoned', 'gate-ann'))
    assert.equal((await reasons('gate-ann', 6)).filter(reason => reason === 'frequency_capped').length, 2)
    assert.deepEqual(await campaigns('gate-ann', 0), [])
  })

  test('all of it said again: no further message', async () => {
    for (const body of offers) await says.brazeWebhook(body)
    await says.push(...said)
    await ground.decided({ subject: 'gate-ann', reason: 'duplicate' }, offers.length)
    await ground.decided({ subject: 'gate-eve', reason: 'duplicate' })
    assert.deepEqual([await pushes('gate-ann', 3), await campaigns('gate-eve', 1)], [3, ['resume-checkout']])
  })
}
