/** The data team's way in: Python with Confluent's client and the registry, on what the ingress has taken. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { z } from 'zod'
import { cartUpdated, consentChanged, productViewed, profileChanged, signedUp } from '../ingress/http/events.ts'
import { stack, startPipeline } from '../pipeline.ts'
import { pythonEnvironment } from './python/environment.ts'

const environment = pythonEnvironment()
const skip = 'missing' in environment ? `no Python reader: ${environment.missing}` : false
const script = join(import.meta.dirname, 'python/read_events.py')

const Line = z.strictObject({
  type: z.string(),
  key: z.string(),
  partition: z.number(),
  offset: z.number(),
  headers: z.record(z.string(), z.string()),
  value: z.looseObject({ eventId: z.string() }),
})

const envelope = { subject: 'ann', occurredAt: '2026-03-01T12:00:00.250+00:00', source: '/shop/web', extra: {} }
/** What a reader in Python must see, in the order in which it was posted. */
const expected = [
  [
    'signalbox.customer.CustomerSignedUp',
    { ...envelope, eventId: 'e-1', email: 'ann@example.org', country: 'DE', language: 'pt-BR', channel: 'app' },
  ],
  [
    'signalbox.customer.CustomerProductViewed',
    {
      ...envelope,
      eventId: 'e-2',
      productId: 'p1',
      productName: 'Blauer Schuh – 42½',
      category: 'shoes',
      price: 49.5,
      currency: 'EUR',
      url: '/p1',
      extra: { shelf: '{"row":3}' },
    },
  ],
  [
    'signalbox.customer.CustomerCartUpdated',
    {
      ...envelope,
      eventId: 'e-3',
      cartId: 'c1',
      items: [
        { productId: 'p1', quantity: 2, price: 49.5 },
        { productId: 'p2', quantity: 1, price: null },
      ],
      total: 108.5,
      currency: 'EUR',
    },
  ],
  ['signalbox.customer.CustomerConsentChanged', { ...envelope, eventId: 'e-4', purpose: 'marketing', granted: false }],
  [
    'signalbox.customer.CustomerProfileChanged',
    { ...envelope, eventId: 'e-5', attributes: { tier: 'gold', age: 33, vip: true, nick: null } },
  ],
]

test('Python reads every event that the ingress took, field by field', { skip }, async t => {
  assert.ok('python' in environment)
  const pipeline = await startPipeline()
  t.after(() => pipeline.stop())
  const viewed = { ...productViewed.data, productName: 'Blauer Schuh – 42½', shelf: { row: 3 } }
  const events = [signedUp, { ...productViewed, data: viewed }, cartUpdated, consentChanged, profileChanged]
  const answer = await pipeline.post(events, 'application/cloudevents-batch+json')
  assert.equal(answer.status, 202)

  const { brokers, registry } = stack()
  const options = ['--brokers', brokers, '--registry', registry, '--topic', `${pipeline.prefix}customer.events`]
  const { stdout, stderr } = await promisify(execFile)(environment.python, [script, ...options, '--count', '5'], {
    timeout: 30_000,
  })
  assert.equal(stderr, '')
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => Line.parse(JSON.parse(line)))
  assert.deepEqual(
    lines.map(({ type, value }) => [type, value]),
    expected,
  )
  assert.deepEqual(new Set(lines.map(line => line.key)), new Set(['ann']))
  assert.deepEqual(
    lines.map(line => line.headers['ce_type']),
    events.map(event => event.type),
  )
  assert.equal(new Set(lines.map(line => line.partition)).size, 1, 'one customer, one partition')
})
