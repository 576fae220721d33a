/** P4: who leaves in the middle is nudged, unless they go on with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consent, event } from '../event.ts'
import { field } from '../field.ts'
import { operational } from '../ingress/push/events.ts'
import type { Ground } from './ground.ts'

const signal = (phase: string, customer: string, id: string, journey = 'checkout') =>
  operational(`journey.${phase}`, {
    ...{ event_id: `p4-${phase}-${id}`, event_time: new Date().toISOString(), customer, link: `shop://${id}` },
    data: { journey, journey_id: id, step: 'payment', amount: 49.5, currency: 'EUR' },
  })

export const flow = (ground: Ground): void => {
  const { says } = ground
  const campaigns = async (customer: string, count: number) =>
    (await ground.settled('braze', count, { kind: 'campaign', subject: customer })).map(
      ({ ['of']: campaign }) => campaign,
    )
  const left = [signal('abandoned', 'p4-bob', 'cart-bob'), signal('abandoned', 'p4-cleo', 'cart-cleo')]

  test('the nudge goes once, by the channel that is preferred, with the way back; to nobody without consent', async () => {
    await ground.known('p4-ann', 'p4-bob', 'p4-cleo')
    const prefers = { attributes: { preferred_channel: 'sms' } }
    await says.shop(
      ...['p4-ann', 'p4-bob'].map(consent),
      event('p4-prefers', 'customer.profile_changed', 'p4-bob', prefers),
    )
    await ground.records('customer.events', ({ key }) => key?.startsWith('p4-') === true, 3)
    await says.push(...left)
    assert.deepEqual(await campaigns('p4-bob', 1), ['resume-checkout-sms'])
    const [command] = await ground.records(
      'braze.commands',
      ({ value }) => field(value, 'eventId') === 'p4-abandoned-cart-bob/P4',
    )
    const said = (name: string) => field(field(command?.value, 'properties'), name)
    assert.deepEqual([said('resume_link'), said('step')], ['shop://cart-bob', 'payment'])
    const [refused] = await ground.decided({ subject: 'p4-cleo', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    assert.deepEqual(await campaigns('p4-cleo', 0), [])
  })

  test('the same signals sent again: nobody is nudged again', async () => {
    await says.push(...left)
    for (const subject of ['p4-bob', 'p4-cleo']) await ground.decided({ subject, reason: 'duplicate' })
    assert.deepEqual([await campaigns('p4-bob', 1), await campaigns('p4-cleo', 0)], [['resume-checkout-sms'], []])
  })

  test('who completes is not nudged, and nothing is decided about them; another journey of theirs still is', async () => {
    await says.push(
      signal('abandoned', 'p4-ann', 'cart-ann'),
      signal('incomplete', 'p4-ann', 'profile-ann', 'profile'),
      signal('completed', 'p4-ann', 'cart-ann'),
    )
    assert.deepEqual(await campaigns('p4-ann', 1), ['resume-profile'])
    assert.deepEqual(ground.decisions({ subject: 'p4-ann', processor: 'send-customer-messages' }), [])
  })

  test('a completion that is told before the drop-off counts', async () => {
    const abandoned = signal('abandoned', 'p4-bob', 'cart-2')
    await says.push(signal('completed', 'p4-bob', 'cart-2'))
    await says.push(abandoned)
    const [late] = await ground.decided({ subject: 'p4-bob', processor: 'nudge-drop-offs' })
    assert.equal(late?.reason, 'completed_already')
    assert.deepEqual(await campaigns('p4-bob', 1), ['resume-checkout-sms'])
  })
}
