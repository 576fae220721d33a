import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sendIdOf } from '../../../src/egress/braze/messaging.ts'
import {
  attributesFor,
  campaignFor,
  canvasFor,
  deleteItemFor,
  emailFor,
  entryOf,
  eventFor,
  planned,
  purchaseFor,
  putItemFor,
  refusalOf,
  sendable,
  subscriptionFor,
  transactionalFor,
} from './commands.ts'

describe('an object of /users/track', () => {
  test('of an event: who, what, when as ISO 8601, and the event id among its properties', () => {
    const command = eventFor('ada', { eventId: 'view-1', properties: { price: 49.5, gift: false } })
    assert.equal(sendable(command).list, 'events')
    assert.deepEqual(entryOf(command), {
      external_id: 'ada',
      name: 'seen',
      time: '2026-03-01T12:00:00.250Z',
      properties: { price: 49.5, gift: false, event_id: 'view-1' },
    })
  })

  test('of an event: a property named event_id does not hide the real one', () => {
    const entry = entryOf(eventFor('ada', { eventId: 'view-1', properties: { event_id: 'other' } }))
    assert.deepEqual(entry['properties'], { event_id: 'view-1' })
  })

  test('of attributes: who, and each value as it is; null stays, for it removes', () => {
    const command = attributesFor('ada', { tier: 'gold', age: 33, vip: true, nick: null })
    assert.equal(sendable(command).list, 'attributes')
    assert.deepEqual(entryOf(command), { external_id: 'ada', tier: 'gold', age: 33, vip: true, nick: null })
  })

  test('of a purchase: who, what, how many at which price, when, and the event id', () => {
    const command = purchaseFor('ada', { eventId: 'order-1', quantity: 3, properties: { shop: 'web' } })
    assert.equal(sendable(command).list, 'purchases')
    assert.deepEqual(entryOf(command), {
      external_id: 'ada',
      product_id: 'p-1',
      currency: 'EUR',
      price: 9.5,
      quantity: 3,
      time: '2026-03-01T12:00:00.250Z',
      properties: { shop: 'web', event_id: 'order-1' },
    })
  })

  test('strings are cut at 255 characters, in lists too', () => {
    const properties = { fits: 'x'.repeat(255), long: 'x'.repeat(256), list: ['y'.repeat(300), 'short'] }
    assert.deepEqual(entryOf(eventFor('ada', { properties }))['properties'], {
      fits: 'x'.repeat(255),
      long: 'x'.repeat(255),
      list: ['y'.repeat(255), 'short'],
      event_id: 'e-1',
    })
    assert.equal(entryOf(attributesFor('ada', { bio: 'z'.repeat(256) }))['bio'], 'z'.repeat(255))
  })

  test('a cut never leaves half a character, which would be no valid text', () => {
    assert.equal(entryOf(attributesFor('ada', { bio: `${'x'.repeat(254)}😀` }))['bio'], 'x'.repeat(254))
  })
})

describe('what Braze must not be sent', () => {
  for (const name of ['external_id', 'braze_id', 'user_alias', '_update_existing_only', 'push_token_import'])
    test(`an attribute named ${name}`, () => {
      const reason = new RegExp(`^reserved_attribute: .*"${name}"`)
      assert.match(refusalOf(attributesFor('ada', { [name]: 'x' })) ?? '', reason)
      assert.match(refusalOf(campaignFor('ada', { attributes: { [name]: 'x' } })) ?? '', reason)
    })

  test('a subject above 987 bytes, however few characters', () => {
    assert.equal(refusalOf(eventFor('a'.repeat(987))), undefined)
    const long = 'é'.repeat(494)
    for (const command of [eventFor('a'.repeat(988)), attributesFor(long), campaignFor(long), subscriptionFor(long)])
      assert.match(refusalOf(command) ?? '', /^subject_too_long: /)
  })

  test('a time that no calendar has', () => {
    assert.match(refusalOf(eventFor('ada', { occurredAt: 8.64e15 + 1 })) ?? '', /^no_such_time: /)
    assert.match(refusalOf(purchaseFor('ada', { occurredAt: NaN })) ?? '', /^no_such_time: /)
  })

  test('a number that JSON would turn into null, which removes', () => {
    assert.match(refusalOf(attributesFor('ada', { score: NaN })) ?? '', /^no_such_number: .*"score"/)
    for (const command of [
      eventFor('ada', { properties: { price: Infinity } }),
      canvasFor('ada', { properties: { price: NaN } }),
      putItemFor('i', { fields: { price: NaN } }),
      purchaseFor('ada', { price: NaN }),
    ])
      assert.match(refusalOf(command) ?? '', /^no_such_number: .*price/)
  })

  test('a purchase that Braze would not take', () => {
    assert.match(refusalOf(purchaseFor('ada', { quantity: 101 })) ?? '', /^no_such_quantity: /)
    assert.match(refusalOf(purchaseFor('ada', { quantity: 0 })) ?? '', /^no_such_quantity: /)
    assert.match(refusalOf(purchaseFor('ada', { currency: 'euro' })) ?? '', /^no_such_currency: /)
    assert.match(refusalOf(purchaseFor('ada', { productId: 'x'.repeat(256) })) ?? '', /^product_id_too_long: /)
  })

  test('a catalog item that would have Braze refuse its whole call', () => {
    assert.match(refusalOf(putItemFor('i', { itemId: 'a.b' })) ?? '', /^no_such_item_id: /)
    assert.match(refusalOf(deleteItemFor('i', { itemId: 'x'.repeat(251) })) ?? '', /^no_such_item_id: /)
    assert.match(refusalOf(putItemFor('i', { fields: { text: 'x'.repeat(5_000) } })) ?? '', /^item_too_large: /)
  })

  test('a command of another destination, or one that its schema does not describe', () => {
    const schema = 'signalbox.sms.Send'
    const strange = { schema, value: eventFor('ada').value }
    assert.match(refusalOf(strange) ?? '', /^no_such_command: /)
    assert.deepEqual(planned([strange]).refused, [0])
    assert.match(refusalOf({ ...eventFor('ada'), value: {} }) ?? '', /^no_such_command: /)
  })
})

describe('the calls', () => {
  test('/users/track: a list for each kind of object, and none that is empty', () => {
    const all = [purchaseFor('ada'), eventFor('bob'), attributesFor('cleo')]
    const { to, body, text } = planned(all)
    assert.equal(to, 'POST /users/track')
    const [purchases, events, attributes] = all.map(command => [entryOf(command)])
    assert.deepEqual(body, { attributes, events, purchases })
    assert.equal(
      text,
      JSON.stringify({ attributes, events, purchases }),
      'attributes first, then events, then purchases',
    )
    assert.deepEqual(planned([eventFor('ada')]).body, { events: [entryOf(eventFor('ada'))] })
  })

  test('/campaigns/trigger/send: recipients of one campaign, each with its properties, attributes and delivery id', () => {
    const { to, body, endpoint } = planned([
      campaignFor('ada', { properties: { plan: 'x', tags: ['a'] }, deliveryId: 'd-1' }),
      campaignFor('bob', { attributes: { tier: 'gold' }, deliveryId: 'd-2' }),
    ])
    assert.deepEqual([to, endpoint], ['POST /campaigns/trigger/send', 'shared_pool'])
    const first = { plan: 'x', tags: ['a'], signalbox_delivery_id: 'd-1' }
    const second = { signalbox_delivery_id: 'd-2' }
    assert.deepEqual(body, {
      campaign_id: 'c-1',
      recipients: [
        { external_user_id: 'ada', trigger_properties: first },
        { external_user_id: 'bob', trigger_properties: second, attributes: { tier: 'gold' } },
      ],
    })
    assert.deepEqual(planned([campaignFor('ada', { sendId: 's-1' })]).body, {
      campaign_id: 'c-1',
      send_id: 's-1',
      recipients: [{ external_user_id: 'ada', trigger_properties: { signalbox_delivery_id: 'e-1/rule/braze' } }],
    })
  })

  test('/canvas/trigger/send: the same with a context', () => {
    const { to, body } = planned([canvasFor('ada', { canvasId: 'say "v"', properties: { plan: 'x' } })])
    assert.equal(to, 'POST /canvas/trigger/send')
    const context = { plan: 'x', signalbox_delivery_id: 'e-1/rule/braze' }
    assert.deepEqual(body, { canvas_id: 'say "v"', recipients: [{ external_user_id: 'ada', context }] })
  })

  test('transactional: the campaign in the path, one recipient, and the delivery id as what Braze dedupes by', () => {
    const { to, body, chosen } = planned([transactionalFor('ada', { campaignId: 'a/b' }), transactionalFor('bob')])
    assert.equal(to, 'POST /transactional/v1/campaigns/a%2Fb/send')
    assert.deepEqual(chosen, [0])
    assert.deepEqual(body, {
      external_send_id: 'e-1/rule/braze',
      trigger_properties: { signalbox_delivery_id: 'e-1/rule/braze' },
      recipient: { external_user_id: 'ada' },
    })
  })

  test('external_send_id: as it is where Braze takes it, else in letters that tell it again; two ids are never one', () => {
    assert.equal(sendIdOf('e-1/rule/braze_+='), 'e-1/rule/braze_+=')
    const strange = ['e:1/rule', 'e 1/rule', 'é', '', '=', '=ZTox', 'e.1', 'e:1']
    for (const id of strange) {
      assert.match(sendIdOf(id), /^[a-zA-Z0-9-_+/=]+$/)
      assert.equal(Buffer.from(sendIdOf(id).slice(1), 'base64url').toString(), id)
    }
    assert.equal(new Set(strange.map(sendIdOf)).size, strange.length)
  })

  test('/v2/subscription/status/set: users by group and state', () => {
    const { to, body } = planned([
      subscriptionFor('ada'),
      subscriptionFor('bob'),
      subscriptionFor('cleo', { state: 'unsubscribed' }),
      subscriptionFor('ada', { groupId: 'g-2' }),
    ])
    assert.equal(to, 'POST /v2/subscription/status/set')
    const group = (subscription_group_id: string, subscription_state: string, external_ids: string[]) => {
      return { subscription_group_id, subscription_state, external_ids }
    }
    const groups = [group('g-1', 'subscribed', ['ada', 'bob']), group('g-1', 'unsubscribed', ['cleo'])]
    assert.deepEqual(body, { subscription_groups: [...groups, group('g-2', 'subscribed', ['ada'])] })
  })

  test('/email/status: addresses that get one state', () => {
    const { to, body, chosen } = planned([emailFor('ada'), emailFor('bob', { email: 'b@x.de' }), emailFor('cleo')])
    assert.equal(to, 'POST /email/status')
    assert.deepEqual(body, { subscription_state: 'unsubscribed', email: ['ada@example.com', 'b@x.de'] })
    assert.deepEqual(chosen, [0, 1, 2])
  })

  test('catalog items: put and deleted in bulk, a catalog a call', () => {
    const put = planned([putItemFor('i-1'), putItemFor('i-2', { itemId: 'i-2', fields: {} })])
    assert.equal(put.to, 'PUT /catalogs/shop/items')
    assert.deepEqual(put.body, { items: [{ id: 'i-1', price: 2 }, { id: 'i-2' }] })
    const gone = planned([deleteItemFor('i-1', { catalog: 'a b' }), deleteItemFor('i-2', { itemId: 'i-2' })])
    assert.equal(gone.to, 'DELETE /catalogs/a%20b/items')
    assert.deepEqual(gone.chosen, [0])
    assert.deepEqual(gone.body, { items: [{ id: 'i-1' }] })
  })
})
