/**
 * Chapter 1: one event, all the way.
 *
 * A source system posts what happened. Signalbox keeps it in Kafka, decides for whom it matters, and tells Braze, or says why not.
 * Everything here is real: Kafka, the schema registry, the pipeline as its own process. Braze is a sandbox that answers as Braze's documentation says.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decidedIn } from '../decisions.ts'
import { field } from '../field.ts'
import { startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

let signalbox: TestPipeline
before(async () => {
  signalbox = await startPipeline()
})
after(() => signalbox.stop())

/** An event as the HTTP ingress takes it: CloudEvents 1.0, one JSON object. */
const event = (id: string, type: string, subject: string, data: object) => ({
  specversion: '1.0',
  id,
  source: '/shop',
  type,
  subject,
  data,
})

test('a customer who consents to marketing: what she does reaches Braze, once', async () => {
  const consent = await signalbox.post(
    event('consent-1', 'customer.consent_changed', 'ada', { purpose: 'marketing', granted: true }),
  )
  assert.equal(consent.status, 202, 'answered only when Kafka has it')

  await signalbox.post(
    event('view-1', 'customer.product_viewed', 'ada', {
      productId: 'p-7',
      productName: 'Lamp',
      price: 49.5,
      currency: 'EUR',
    }),
  )

  const [sent] = await until(
    () => signalbox.sandbox.objects('events'),
    events => events.length > 0,
  )
  assert.equal(sent?.object['external_id'], 'ada')
  assert.equal(sent.object['name'], 'product_viewed')
  assert.deepEqual(sent.object['properties'], {
    product_id: 'p-7',
    product_name: 'Lamp',
    price: 49.5,
    currency: 'EUR',
    event_id: 'view-1',
  })
})

test('the delivery leaves a receipt', async () => {
  const [receipt] = await signalbox.readTopic('delivery.receipts', 1)
  assert.equal(receipt?.schema, 'signalbox.Receipt')
  assert.equal(field(receipt.value, 'deliveryId'), 'view-1/report-customer-actions/braze')
  assert.equal(field(receipt.value, 'outcome'), 'delivered')
  assert.equal(field(receipt.value, 'attempts'), 1)
})

test('a customer who was never asked: no call, and a decision that says why', async () => {
  await signalbox.post(event('view-2', 'customer.product_viewed', 'bob', { productId: 'p-7' }))

  const [decision] = decidedIn(await signalbox.readTopic('decisions', 1))
  assert.equal(decision?.subject, 'bob')
  assert.equal(decision.eventId, 'view-2')
  assert.equal(decision.processor, 'report-customer-actions')
  assert.equal(decision.reason, 'consent_unknown')
  const events = await signalbox.sandbox.objects('events')
  assert.equal(events.filter(({ object }) => object['external_id'] === 'bob').length, 0)
})

test('a customer who withdraws: the very next event is held back, because one customer’s events keep their order', async () => {
  const sent = await signalbox.post(
    [
      event('consent-3', 'customer.consent_changed', 'cleo', { purpose: 'marketing', granted: true }),
      event('view-3', 'customer.product_viewed', 'cleo', { productId: 'p-1' }),
      event('consent-4', 'customer.consent_changed', 'cleo', { purpose: 'marketing', granted: false }),
      event('view-4', 'customer.product_viewed', 'cleo', { productId: 'p-2' }),
    ],
    'application/cloudevents-batch+json',
  )
  assert.deepEqual(await sent.json(), { accepted: 4 })

  const decisions = await until(
    async () => decidedIn(await signalbox.readTopic('decisions', 2)),
    decided => decided.some(({ subject }) => subject === 'cleo'),
  )
  const reasons = decisions.filter(({ subject }) => subject === 'cleo').map(({ reason }) => reason)
  assert.deepEqual(reasons, ['consent_withdrawn'])
  const events = await until(
    () => signalbox.sandbox.objects('events'),
    all => all.some(({ object }) => object['external_id'] === 'cleo'),
  )
  const products = events
    .filter(({ object }) => object['external_id'] === 'cleo')
    .map(({ object }) => field(object['properties'], 'product_id'))
  assert.deepEqual(products, ['p-1'])
})
