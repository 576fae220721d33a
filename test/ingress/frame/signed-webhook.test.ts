/** What a signature proves, and what it does not: against our own words, and against the package that Standard Webhooks publishes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { signedWebhook } from '../../../src/ingress/frame/signed-webhook.ts'
import { secret, secretOf, signed } from './signing.ts'

const now = Date.UTC(2026, 2, 1, 12)
const windowMs = 300_000
const body = Buffer.from('{"id":"é"}')
const { admit, verify } = signedWebhook({ secrets: [secret], windowMs })
const word = (problem: { word: string; status: number } | undefined) => problem && `${problem.status} ${problem.word}`
const check = (headers: Record<string, string>, bytes = body, at = now) =>
  word(admit(headers)) ?? word(verify(headers, bytes, at))

test('the right signature is admitted and good', () => {
  assert.equal(check(signed(body)), undefined)
})

test('a signature that the published package makes is good', () => {
  const at = new Date(now)
  const made = new Webhook(secret).sign('msg_p5jXN8AQM9LWM0D4loKWxJek', at, body.toString())
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(now / 1_000),
    'webhook-signature': made,
  }
  assert.equal(check(headers), undefined)
})

test('the published vector is good: secret, id, timestamp and body of the specification’s example', () => {
  const published = signedWebhook({ secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], windowMs })
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  assert.equal(published.verify(headers, Buffer.from('{"test": 2432232314}'), 1_614_265_330_000), undefined)
})

test('a byte more, another id, another time, another secret: each is a wrong signature', () => {
  const right = signed(body)
  const wrong = '401 wrong-signature'
  assert.equal(check(right, Buffer.from('{"id":"è"}')), wrong)
  assert.equal(check(right, Buffer.concat([body, Buffer.from('\n')])), wrong)
  assert.equal(check({ ...right, 'webhook-id': 'msg-2' }), wrong)
  assert.equal(check({ ...right, 'webhook-timestamp': String(now / 1_000 + 1) }), wrong)
  assert.equal(check(signed(body, { with: secretOf('another-secret-of-tests') })), wrong)
  assert.equal(check({ ...right, 'webhook-signature': `${right['webhook-signature'] ?? ''}A` }), wrong)
  assert.equal(check({ ...right, 'webhook-signature': right['webhook-signature']?.toLowerCase() ?? '' }), wrong)
})

test('the signature is over the bytes, not over what they would be as text', () => {
  const bytes = Buffer.from([0x22, 0xff, 0xfe, 0x22])
  assert.equal(check(signed(bytes), bytes), undefined)
  assert.equal(check(signed(bytes), Buffer.from(bytes.toString('utf8'))), '401 wrong-signature')
})

test('up to the window, into the past and into the future; a second beyond it is refused', () => {
  for (const sign of [-1, 1]) {
    const at = now + sign * windowMs
    assert.equal(check(signed(body, { at })), undefined)
    assert.equal(check(signed(body, { at: at + sign * 1_000 })), '401 outside-window')
  }
})

test('a secret that is being changed: both are good, and either of two signatures', () => {
  const next = secretOf('the-next-secret-of-tests')
  const rotating = signedWebhook({ secrets: [next, secret], windowMs })
  for (const key of [secret, next]) assert.equal(rotating.verify(signed(body, { with: key }), body, now), undefined)
  const old = signed(body, { with: secretOf('the-last-secret-of-tests') })
  assert.equal(word(rotating.verify(old, body, now)), '401 wrong-signature')
  const both = `${old['webhook-signature'] ?? ''} v1a,xxxx ${signed(body)['webhook-signature'] ?? ''}`
  assert.equal(check({ ...old, 'webhook-signature': both }), undefined)
})

test('nothing to check: a header that is missing, there twice, or not in its form', () => {
  const right = signed(body)
  for (const name of Object.keys(right)) {
    const without = Object.fromEntries(Object.entries(right).filter(([other]) => other !== name))
    assert.equal(word(admit(without)), '401 unsigned', `no ${name}`)
    assert.equal(word(verify(without, body, now)), '401 unsigned', `no ${name}`)
  }
  const ids = ['', 'a.b', 'a b', 'a, a', 'é', 'x'.repeat(256)]
  const timestamps = ['', '-1', '1e9', '0x10', '1.5', ' 1', 'NaN', '1772366400, 1772366400', '9'.repeat(13)]
  const signatures = ['', 'v1', 'v2,abc', 'abc', 'v1a,abc', `v1,${'A'.repeat(3_000)}`]
  for (const id of ids) assert.equal(word(admit({ ...right, 'webhook-id': id })), '401 unsigned', id)
  for (const at of timestamps) assert.equal(word(admit({ ...right, 'webhook-timestamp': at })), '401 unsigned', at)
  for (const one of signatures) assert.equal(word(admit({ ...right, 'webhook-signature': one })), '401 unsigned', one)
})

test('of a hundred signatures the first eight are tried, so that a request costs no more than that', () => {
  const { 'webhook-signature': good = '' } = signed(body)
  const bad = 'v1,AAAA'
  const list = (before: number) => [...Array.from({ length: before }, () => bad), good].join(' ')
  assert.equal(check({ ...signed(body), 'webhook-signature': list(7) }), undefined)
  assert.equal(check({ ...signed(body), 'webhook-signature': list(8) }), '401 wrong-signature')
})

test('no refusal tells a secret or a signature', () => {
  const { 'webhook-signature': good = '' } = signed(body)
  const told = [admit({}), verify(signed(body), Buffer.from('x'), now), verify(signed(body), body, now + 1e9)]
  for (const problem of told) {
    const text = JSON.stringify(problem)
    assert.ok(!text.includes(secret.slice(6)) && !text.includes(good.slice(3)), text)
  }
})
