import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidSettings, readSettings } from '../../../src/config.ts'
import { all, consentChanged, signedUp } from './events.ts'
import { batched, bearer, serve } from './server.ts'

const { post, published, refused, metrics } = await serve()
const ids = () => published.splice(0).map(records => records.map(record => record.headers['ce_id']))

test('one event, structured', async () => {
  const { status, body } = await post(signedUp)
  assert.deepEqual({ status, body }, { status: 202, body: { accepted: 1 } })
  assert.deepEqual(ids(), [['e-1']])
})

test('one event, binary, with headers of the trace', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const { status } = await post(consentChanged.data, {
    ...bearer,
    'content-type': 'application/json; charset=utf-8',
    'ce-specversion': '1.0',
    'ce-id': 'b-1',
    'ce-type': 'customer.consent_changed',
    'ce-source': '/crm',
    'ce-subject': 'J%C3%BCrgen',
    traceparent,
  })
  assert.equal(status, 202)
  const record = published.splice(0)[0]?.[0]
  assert.equal(record?.key, 'Jürgen')
  assert.deepEqual(record.headers, {
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: 'b-1',
    ce_type: 'customer.consent_changed',
    ce_source: '/crm',
    ce_subject: 'Jürgen',
    ce_time: '2026-03-01T12:00:00.000Z',
    traceparent,
  })
})

test('a batch is one publish, in its order', async () => {
  const { status, body } = await post(all, batched)
  assert.deepEqual({ status, body }, { status: 202, body: { accepted: 5 } })
  assert.deepEqual(ids(), [['e-1', 'e-2', 'e-3', 'e-4', 'e-5']])
})

test('an empty batch is accepted and publishes nothing', async () => {
  const { status, body } = await post([], batched)
  assert.deepEqual({ status, body, ids: ids() }, { status: 202, body: { accepted: 0 }, ids: [] })
})

test('a bad item of a batch is refused and told, the others are published', async () => {
  const bad = { ...signedUp, id: 'bad', data: { country: 'Germany' } }
  const { status, body } = await post([signedUp, bad, consentChanged], batched)
  const errors = [{ pointer: '/data/country', detail: 'must be two letters, as in ISO 3166-1' }]
  assert.deepEqual(
    { status, body },
    { status: 202, body: { accepted: 2, rejected: [{ index: 1, id: 'bad', errors }] } },
  )
  assert.deepEqual(ids(), [['e-1', 'e-4']])
  assert.deepEqual(
    refused.map(({ key, bytes, reason }) => ({ key, text: bytes.toString(), reason })),
    [
      {
        key: 'ann',
        text: JSON.stringify(bad),
        reason: 'invalid_event: /data/country must be two letters, as in ISO 3166-1',
      },
    ],
  )
})

test('the metrics count events by result and requests by status', async () => {
  const text = await metrics.registry.metrics()
  assert.match(text, /ingress_events_total\{source="http",result="accepted"\} 9/)
  assert.match(text, /ingress_events_total\{source="http",result="rejected"\} 1/)
  assert.match(text, /ingress_request_duration_seconds_count\{source="http",status="202"\} 5/)
})

test('the token of the settings counts, and production needs one', async () => {
  const token = 'a-token-of-the-settings'
  const production = { ...readSettings({}), environment: 'production' as const }
  const own = await serve({}, { settings: { ...production, httpToken: token } })
  assert.equal((await own.post([], batched)).status, 401)
  assert.equal((await own.post([], { ...batched, authorization: `bearer ${token}` })).status, 202)
  await assert.rejects(serve({}, { settings: production }), InvalidSettings)
})
