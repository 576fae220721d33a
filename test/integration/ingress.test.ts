import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { all, cartUpdated, consentChanged, productViewed, signedUp } from '../ingress/http/events.ts'
import { startPipeline } from '../pipeline.ts'

const pipeline = await startPipeline()
after(() => pipeline.stop())

const batchType = 'application/cloudevents-batch+json'

/** The record of an event id in customer.events, once `count` records are there. */
async function recordOf(id: string, count: number) {
  const records = await pipeline.readTopic('customer.events', count)
  const found = records.filter(record => record.headers['ce_id'] === id)
  assert.equal(found.length, 1, `${id} is there once`)
  return found[0]
}

const envelope = { subject: 'ann', occurredAt: Date.UTC(2026, 2, 1, 12, 0, 0, 250), source: '/shop/web', extra: {} }
/** Avro's decoder makes records of classes of its own. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('structured: the event lies in customer.events with its key, its headers and every field', async () => {
  const answer = await pipeline.post({
    ...productViewed,
    tenant: 'eu',
    data: { ...productViewed.data, shelf: { row: 3 } },
  })
  assert.equal(answer.status, 202)
  assert.deepEqual(await answer.json(), { accepted: 1 })
  const record = await recordOf('e-2', 1)
  assert.equal(record?.key, 'ann')
  assert.equal(record.schema, 'signalbox.customer.CustomerProductViewed')
  assert.deepEqual(plain(record.value), {
    ...envelope,
    eventId: 'e-2',
    productId: 'p1',
    productName: 'Blauer Schuh',
    category: 'shoes',
    price: 49.5,
    currency: 'EUR',
    url: '/p1',
    extra: { shelf: '{"row":3}' },
  })
  assert.deepEqual(record.headers, {
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: 'e-2',
    ce_type: 'customer.product_viewed',
    ce_source: '/shop/web',
    ce_subject: 'ann',
    ce_time: '2026-03-01T12:00:00.250Z',
    ce_tenant: 'eu',
  })
})

test('binary: attributes from headers, percent-decoded, with the request’s trace', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const answer = await fetch(`${pipeline.url}/ingress/http/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${pipeline.token}`,
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'b-1',
      'ce-type': 'customer.consent_changed',
      'ce-source': '/crm',
      'ce-subject': 'J%C3%BCrgen',
      'ce-time': '2026-03-01T13:00:00+01:00',
      traceparent,
    },
    body: JSON.stringify(consentChanged.data),
  })
  assert.equal(answer.status, 202)
  const record = await recordOf('b-1', 2)
  assert.equal(record?.key, 'Jürgen')
  assert.deepEqual(plain(record.value), {
    eventId: 'b-1',
    subject: 'Jürgen',
    occurredAt: Date.UTC(2026, 2, 1, 12),
    source: '/crm',
    purpose: 'marketing',
    granted: false,
    extra: {},
  })
  assert.equal(record.headers['ce_time'], '2026-03-01T13:00:00+01:00')
  assert.equal(record.headers['traceparent'], traceparent)
})

test('batch: every type, in the order in which it was sent', async () => {
  const events = all.map(event => ({ ...event, id: `batch-${event.id}`, subject: 'bo' }))
  const answer = await pipeline.post(events, batchType)
  assert.equal(answer.status, 202)
  assert.deepEqual(await answer.json(), { accepted: 5 })
  const records = await pipeline.readTopic('customer.events', 7)
  const ofBo = records.filter(record => record.key === 'bo')
  assert.deepEqual(
    ofBo.map(record => record.headers['ce_id']),
    events.map(event => event.id),
  )
  const cart = ofBo.find(record => record.schema === 'signalbox.customer.CustomerCartUpdated')
  assert.deepEqual(plain(cart?.value), {
    ...envelope,
    subject: 'bo',
    eventId: 'batch-e-3',
    cartId: 'c1',
    items: [
      { productId: 'p1', quantity: 2, price: 49.5 },
      { productId: 'p2', quantity: 1, price: null },
    ],
    total: 108.5,
    currency: 'EUR',
  })
})

test('a bad item of a batch goes to dead.letters as it was sent; the good ones are in customer.events', async () => {
  const bad =
    '{ "specversion":"1.0", "id":"bad-1","source":"/x","subject":"cy","type":"customer.signed_up","data":{"country":1.0} }'
  const good = [
    { ...signedUp, id: 'good-1', subject: 'cy' },
    { ...cartUpdated, id: 'good-2', subject: 'cy' },
  ]
  const answer = await pipeline.post(`[${JSON.stringify(good[0])}, ${bad},${JSON.stringify(good[1])}]`, batchType)
  assert.equal(answer.status, 202)
  assert.deepEqual(await answer.json(), {
    accepted: 2,
    rejected: [
      { index: 1, id: 'bad-1', errors: [{ pointer: '/data/country', detail: 'must be a string, not a number' }] },
    ],
  })
  const records = await pipeline.readTopic('customer.events', 9)
  const ofCy = records.filter(record => record.key === 'cy').map(record => record.headers['ce_id'])
  assert.deepEqual(ofCy, ['good-1', 'good-2'])

  const letters = await pipeline.readTopic('dead.letters', 1)
  assert.equal(letters.length, 1)
  const [letter] = letters
  assert.equal(letter?.key, 'cy')
  assert.equal(letter.bytes?.toString(), bad)
  assert.equal(letter.headers['signalbox_reason'], 'invalid_event: /data/country must be a string, not a number')
  assert.equal(letter.headers['signalbox_stage'], 'ingress.http')
})
