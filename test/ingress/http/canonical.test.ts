import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { canonicalise } from '../../../src/ingress/http/canonical.ts'
import { fromJson } from '../../../src/ingress/frame/cloudevents.ts'
import { customerEvents } from '../../../topics/customer-events.ts'
import { all, cartUpdated, consentChanged, productViewed, profileChanged, signedUp } from './events.ts'

const now = Date.UTC(2026, 2, 1, 12, 0, 1)
const arrival = { now, trace: {} }
const envelope = { subject: 'ann', occurredAt: Date.UTC(2026, 2, 1, 12, 0, 0, 250), source: '/shop/web' }

function published(event: unknown, at = arrival) {
  const canonical = canonicalise(fromJson(event), at)
  assert.ok(canonical.ok, canonical.ok ? '' : JSON.stringify(canonical.faults))
  const [publication, ...more] = canonical.publications
  assert.ok(publication && more.length === 0, 'one record')
  return publication
}

function refused(event: unknown) {
  const canonical = canonicalise(fromJson(event), arrival)
  assert.ok(!canonical.ok, 'the event was taken')
  return canonical
}

const Record = z.object({ occurredAt: z.number(), extra: z.record(z.string(), z.string()) })
const extraOf = (event: unknown) => Record.parse(published(event).value).extra

const pointers = (event: unknown) => refused(event).faults.map(fault => fault.pointer)

describe('each type becomes its record', () => {
  test('customer.signed_up, with the country in upper case', () => {
    assert.deepEqual(published(signedUp).value, {
      ...envelope,
      eventId: 'e-1',
      email: 'ann@example.org',
      country: 'DE',
      language: 'pt-BR',
      channel: 'app',
      extra: {},
    })
  })
  test('customer.product_viewed, with the currency in upper case and null for what is not there', () => {
    assert.deepEqual(published({ ...productViewed, data: { ...productViewed.data, productName: undefined } }).value, {
      ...envelope,
      eventId: 'e-2',
      productId: 'p1',
      productName: null,
      category: 'shoes',
      price: 49.5,
      currency: 'EUR',
      url: '/p1',
      extra: {},
    })
  })
  test('customer.cart_updated, with null for a price that is not there', () => {
    assert.deepEqual(published(cartUpdated).value, {
      ...envelope,
      eventId: 'e-3',
      cartId: 'c1',
      items: [
        { productId: 'p1', quantity: 2, price: 49.5 },
        { productId: 'p2', quantity: 1, price: null },
      ],
      total: 108.5,
      currency: 'EUR',
      extra: {},
    })
  })
  test('customer.consent_changed', () => {
    const value = { ...envelope, eventId: 'e-4', purpose: 'marketing', granted: false, extra: {} }
    assert.deepEqual(published(consentChanged).value, value)
  })
  test('customer.profile_changed', () => {
    const attributes = { tier: 'gold', age: 33, vip: true, nick: null }
    assert.deepEqual(published(profileChanged).value, { ...envelope, eventId: 'e-5', attributes, extra: {} })
  })
  test('the key is the subject, the topic customer.events, and its schema one of the topic’s', () => {
    for (const event of all) {
      const { key, topic, schema } = published(event)
      assert.equal(key, 'ann')
      assert.equal(topic, customerEvents)
      assert.ok(customerEvents.records.some(record => record.name === schema.name))
    }
  })
})

describe('nothing is lost', () => {
  test('unknown fields of data are kept in extra as JSON text', () => {
    const data = { ...consentChanged.data, form: { version: 3 }, note: 'a', constructor: [null] }
    const extra = extraOf({ ...consentChanged, data })
    assert.deepEqual(extra, { form: '{"version":3}', note: '"a"', constructor: '[null]' })
  })
  test('unknown fields of the cart’s lines are kept in extra.items, one object a line', () => {
    const items = [
      { productId: 'p1', quantity: 1 },
      { productId: 'p2', quantity: 1, colour: 'blue' },
    ]
    const extra = extraOf({ ...cartUpdated, data: { cartId: 'c', items, note: 1 } })
    assert.deepEqual(extra, { note: '1', items: '[{},{"colour":"blue"}]' })
  })
  test('what cannot be kept is refused: a name that objects cannot hold, nesting without end, too much text', () => {
    const unsafe: unknown = JSON.parse('{"__proto__":1}')
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    assert.deepEqual(pointers({ ...signedUp, data: unsafe }), ['/data/__proto__'])
    assert.deepEqual(pointers({ ...cartUpdated, data: { cartId: 'c', items: [unsafe] } }), ['/data/items/0'])
    assert.deepEqual(pointers({ ...signedUp, data: { deep } }), ['/data/deep'])
    assert.deepEqual(
      pointers({ ...cartUpdated, data: { cartId: 'c', items: [{ productId: 'p', quantity: 1, deep }] } }),
      ['/data'],
    )
    assert.deepEqual(pointers({ ...signedUp, data: { a: 'x'.repeat(70_000) } }), ['/data'])
  })
})

describe('headers', () => {
  test('the context attributes and extensions, and what the value is', () => {
    const event = { ...signedUp, dataschema: 'https://shop.example/s', tenant: 'eu', attempt: 2, test: false }
    assert.deepEqual(published(event).headers, {
      'content-type': 'application/avro',
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_type: 'customer.signed_up',
      ce_source: '/shop/web',
      ce_subject: 'ann',
      ce_time: '2026-03-01T12:00:00.250Z',
      ce_dataschema: 'https://shop.example/s',
      ce_tenant: 'eu',
      ce_attempt: '2',
      ce_test: 'false',
    })
  })
  test('the event’s own trace goes before the request’s', () => {
    const own = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const trace = { traceparent: '00-11111111111111111111111111111111-2222222222222222-00' }
    assert.equal(published(signedUp, { now, trace }).headers['traceparent'], trace.traceparent)
    assert.equal(published({ ...signedUp, traceparent: own }, { now, trace }).headers['traceparent'], own)
  })
})

describe('time', () => {
  const timeless = { ...consentChanged, time: null }
  const at = (event: unknown) => {
    const { value, headers } = published(event)
    return { at: Record.parse(value).occurredAt, said: headers['ce_time'] }
  }
  test('without one it is the arrival', () => {
    assert.deepEqual(at(timeless), { at: now, said: '2026-03-01T12:00:01.000Z' })
  })
  test('an offset counts', () => {
    const event = { ...timeless, time: '2026-03-01T14:00:00+02:00' }
    assert.equal(at(event).at, Date.UTC(2026, 2, 1, 12))
  })
  test('an hour ahead stays; a year ahead counts as now, and the header keeps what was said', () => {
    const hour = { ...timeless, time: '2026-03-01T13:00:00Z' }
    assert.equal(at(hour).at, Date.UTC(2026, 2, 1, 13))
    const year = { ...timeless, time: '2027-03-01T12:00:00Z' }
    assert.deepEqual(at(year), { at: now, said: '2027-03-01T12:00:00Z' })
  })
  for (const time of [
    'yesterday',
    '2026-02-30T12:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01',
    '2026-03-01T12:00:00',
  ]) {
    test(`${time} is refused`, () => assert.deepEqual(pointers({ ...timeless, time }), ['/time']))
  }
})

describe('everything that is wrong is named at once', () => {
  test('attributes and data together, with pointers', () => {
    const items = [{ productId: 'p', quantity: '2' }, { quantity: 1.5 }]
    const event = { ...cartUpdated, id: null, time: 'now', data: { items, total: 'x', currency: 'euro' } }
    assert.deepEqual(refused(event).faults, [
      { pointer: '/id', detail: 'is required' },
      { pointer: '/time', detail: 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z' },
      { pointer: '/data/cartId', detail: 'is required: a string' },
      { pointer: '/data/items/0/quantity', detail: 'must be a number, not a string' },
      { pointer: '/data/items/1/productId', detail: 'is required: a string' },
      { pointer: '/data/items/1/quantity', detail: 'must be a whole number' },
      { pointer: '/data/total', detail: 'must be a number, not a string' },
      { pointer: '/data/currency', detail: 'must be three letters, as in ISO 4217' },
    ])
  })
  test('nothing but an empty object', () => {
    const faults = refused({})
    assert.deepEqual(pointers({}), ['/id', '/source', '/subject', '/type', '/specversion'])
    assert.equal(faults.word, 'invalid_event')
  })
  test('an unknown type is called so, with the known ones', () => {
    const { word, faults } = refused({ ...signedUp, type: 'customer.vanished' })
    assert.equal(word, 'unknown_type')
    assert.match(faults[0]?.detail ?? '', /customer\.signed_up, .*customer\.profile_changed/)
  })
  test('data that is no object, or not there', () => {
    assert.deepEqual(refused({ ...signedUp, data: '{}' }).faults, [
      { pointer: '/data', detail: 'must be an object, not a string' },
    ])
    assert.deepEqual(refused({ ...signedUp, data: undefined }).faults, [
      { pointer: '/data', detail: 'is required: an object' },
    ])
  })
  test('attribute values of a profile: no objects, not more than a hundred, no empty name', () => {
    const attributes = { tags: ['a'], 'x/y~z': {}, '': 1 }
    assert.deepEqual(pointers({ ...profileChanged, data: { attributes } }).toSorted(), [
      '/data/attributes/',
      '/data/attributes/tags',
      '/data/attributes/x~1y~0z',
    ])
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${index}`, 1]))
    assert.deepEqual(pointers({ ...profileChanged, data: { attributes: many } }), ['/data/attributes'])
  })
  test('attributes that are missing, no object, or have a name that objects cannot hold', () => {
    const detail = (data: unknown) => refused({ ...profileChanged, data }).faults
    const pointer = '/data/attributes'
    assert.deepEqual(detail({}), [{ pointer, detail: 'is required: an object' }])
    assert.deepEqual(detail({ attributes: ['a'] }), [{ pointer, detail: 'must be an object, not an array' }])
    const hidden: unknown = JSON.parse('{"attributes":{"__proto__":1}}')
    assert.deepEqual(detail(hidden), [{ pointer, detail: 'has a field __proto__, a name that cannot be kept' }])
  })
  test('lengths, a media type that is not JSON, too many extensions', () => {
    assert.deepEqual(pointers({ ...signedUp, id: 'x'.repeat(256), subject: ' ' }), ['/id', '/subject'])
    assert.deepEqual(pointers({ ...signedUp, datacontenttype: 'text/xml' }), ['/datacontenttype'])
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, 'y']))
    assert.deepEqual(pointers({ ...signedUp, ...many }), [''])
  })
  test('of more than a hundred faults the rest is counted', () => {
    const items = Array.from({ length: 150 }, () => ({ productId: 'p', quantity: -1 }))
    const { faults } = refused({ ...cartUpdated, data: { cartId: 'c', items } })
    assert.equal(faults.length, 101)
    assert.equal(faults.at(-1)?.detail, 'and 50 more')
  })
})
