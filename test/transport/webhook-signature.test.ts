import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { batchKeyOf, idempotencyKeyOf } from '../../src/transport/idempotency-key.ts'
import { webhookHeaders } from '../../src/transport/webhook-signature.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`
const atMs = Date.now()

test('the public library of Standard Webhooks takes what is signed, umlauts included, and nothing that is changed', () => {
  const body = JSON.stringify({ name: 'Zoë Müller', sum: '€ 12' })
  const headers = webhookHeaders({ id: 'e-1/rule/http', atMs, body }, secret)
  assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body))
  assert.throws(() => new Webhook(secret).verify(`${body} `, headers), /No matching signature/)
  assert.throws(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'e-2' }), /No matching signature/)
  assert.throws(() => new Webhook(`whsec_${Buffer.from('another').toString('base64')}`).verify(body, headers))
})

test('the time is that of the attempt, in whole seconds', () => {
  const headers = webhookHeaders({ id: 'e', atMs: 1_674_087_231_999, body: '{}' }, secret)
  assert.equal(headers['webhook-timestamp'], '1674087231')
})

test('the example of the specification’s reference implementation', () => {
  const headers = webhookHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', atMs: 1_614_265_330_000, body: '{"test": 2432232314}' },
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  )
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('a key is the delivery id, and its hash where a header or a signature could not carry it', () => {
  assert.equal(idempotencyKeyOf('e-1/rule/http'), 'e-1/rule/http')
  for (const id of ['e-ö', 'a b', 'a\nb', 'a.1674087231.b', '', 'x'.repeat(256)]) {
    assert.match(idempotencyKeyOf(id), /^sha256-[0-9a-f]{64}$/)
    assert.equal(idempotencyKeyOf(id), idempotencyKeyOf(id))
  }
  assert.notEqual(idempotencyKeyOf('a.b'), idempotencyKeyOf('a.c'))
})

test('the key of a batch is that of these deliveries in this order alone', () => {
  const keys = [['a', 'b'], ['b', 'a'], ['a'], ['ab'], ['a', 'b', 'c'], ['a,b'], ['a","b']].map(batchKeyOf)
  assert.equal(new Set(keys).size, keys.length)
  assert.equal(batchKeyOf(['a', 'b']), keys[0])
})
