/** POST /ingress/push on a server of its own: what is answered to whom, and what goes where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { NotPublished } from '../../../src/stream/define.ts'
import { pushWebhook } from '../../../src/ingress/push/endpoint.ts'
import { serveAll } from '../frame/server.ts'
import { secret, secretOf, signed } from '../frame/signing.ts'
import { delivery, documented, happened, operational, status } from './events.ts'

const next = secretOf('the-next-secret-of-tests')
const env = { SIGNALBOX_PUSH_WEBHOOK_SECRETS: `${secret}, ${next}`, SIGNALBOX_WEBHOOK_MAX_BATCH: '50' }
const { post, published, refused, logged, time } = await serveAll([pushWebhook], env)
const json = { 'content-type': 'application/json' }

const send = (body: unknown, how: Parameters<typeof signed>[1] = {}, more: Record<string, string> = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return post(text, { ...json, ...signed(text, how), ...more })
}
const ids = () => published.splice(0).map(records => records.map(({ headers }) => headers['ce_id']))

test('a batch of statuses and events is one publish, in its order', async () => {
  const both = [happened('delivered'), happened('opened')]
  const body = [
    operational('order.shipped'),
    status([delivery(both)]),
    operational('journey.abandoned', { data: { journey: 'j', journey_id: 'i' } }),
  ]
  const { status: code, body: said } = await send(body)
  assert.deepEqual([code, said], [202, { accepted: 4 }])
  assert.deepEqual(ids(), [['op-order.shipped', 'event-delivered', 'event-opened', 'op-journey.abandoned']])
})

test('one event, one status, an empty list: each alone', async () => {
  assert.deepEqual((await send(operational('order.shipped'))).body, { accepted: 1 })
  assert.deepEqual((await send(status([delivery([happened('clicked')])]))).body, { accepted: 1 })
  assert.deepEqual((await send([])).body, { accepted: 0 })
  assert.deepEqual(ids(), [['op-order.shipped'], ['event-clicked']])
})

test('a bad item costs no other: it is named with its place, and a dead letter as it could be sent again', async () => {
  const bad = happened('opened', { event_time: 'soon' })
  const body = [operational('order.shipped'), status([delivery([happened('delivered'), bad])])]
  const { status: code, body: said } = await send(body)
  const pointer = '/1/deliveries/0/events/push_delivery_events/1/event_time'
  const errors = [{ pointer, detail: 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z' }]
  assert.deepEqual([code, said], [202, { accepted: 2, rejected: [{ index: 2, id: 'event-opened', errors }] }])
  assert.deepEqual(ids(), [['op-order.shipped', 'event-delivered']])
  const [letter] = refused.splice(0)
  assert.deepEqual([letter?.stage, letter?.key, letter?.topic.name], ['ingress.push', 'ann', 'push.events'])
  assert.match(
    letter?.reason ?? '',
    /^invalid_event: \/deliveries\/0\/events\/push_delivery_events\/0\/event_time must be/,
  )
  assert.deepEqual(JSON.parse(letter?.bytes.toString() ?? ''), JSON.parse(JSON.stringify(status([delivery([bad])]))))
})

test('where nothing can be used it is 202 all the same, and everything is kept: the gateway repeats what is not 2xx', async () => {
  const { status: code, body } = await send([7, {}])
  assert.deepEqual(
    [code, body['accepted'], refused.splice(0).map(({ bytes }) => bytes.toString())],
    [202, 0, ['7', '{}']],
  )
})

test('half of a surrogate pair is refused with its item alone', async () => {
  const { body } = await send(
    `[${JSON.stringify(operational('a'))},{"event_id":"h","event_time":"2026-03-01T12:00:00Z","type":"b","customer":"\\ud800"}]`,
  )
  assert.equal(body['accepted'], 1)
  assert.deepEqual(ids(), [['op-a']])
  assert.equal(refused.splice(0).length, 1)
})

const unsigned: [what: string, headers: Record<string, string>, word: string][] = [
  ['no signature', {}, 'unsigned'],
  ['a signature of something else', signed('other'), 'wrong-signature'],
  ['another secret', signed('[]', { with: secretOf('nobody-knows-this-one') }), 'wrong-signature'],
  ['a time that is gone', signed('[]', { at: time.now - 301_000 }), 'outside-window'],
  ['a time to come', signed('[]', { at: time.now + 301_000 }), 'outside-window'],
]
for (const [what, headers, word] of unsigned) {
  test(`${what}: 401, and nothing of it is kept`, async () => {
    const { status: code, body, headers: told } = await post('[]', { ...json, ...headers })
    assert.deepEqual([code, body['type']], [401, `/problems/${word}`])
    assert.match(told.get('www-authenticate') ?? '', /^Webhook-Signature/)
    assert.deepEqual([ids(), refused.splice(0)], [[], []])
  })
}

test('both secrets of a change are good', async () => {
  for (const one of [secret, next]) assert.equal((await send([], { with: one })).status, 202)
})

test('a replay inside the window is the same events again, with the ids that they are known by; after it, it is refused', async () => {
  const body = [...documented.map(({ event }) => event), status([delivery([happened('action')])])]
  const first = await send(body)
  time.now += 299_000
  const again = await send(body)
  assert.deepEqual([first.status, again.status, again.body], [202, 202, first.body])
  const [one = [], two] = published.splice(0)
  assert.equal(one.length, body.length)
  assert.deepEqual(two, one)
  time.now += 2_000
  assert.equal((await send(body)).status, 401)
  time.now -= 301_000
  assert.deepEqual(ids(), [])
})

test('gzip: the signature is over what is sent, the events are what is in it', async () => {
  const packed = gzipSync(JSON.stringify([operational('order.shipped')]))
  const gzip = { ...json, 'content-encoding': 'gzip' }
  assert.equal((await post(packed, { ...gzip, ...signed(packed) })).status, 202)
  assert.deepEqual(ids(), [['op-order.shipped']])
  const overText = signed(JSON.stringify([operational('order.shipped')]))
  assert.equal((await post(packed, { ...gzip, ...overText })).status, 401)
})

test('what cannot be read is 400, other types 415, too many events 413, too large 413, other methods 405', async () => {
  assert.equal((await send('{"a":')).status, 400)
  assert.equal((await send('[]', {}, { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await send(Array.from({ length: 51 }, () => operational('a')))).status, 413)
  assert.equal((await send(status([delivery(Array.from({ length: 51 }, () => happened('opened')))]))).status, 413)
  assert.equal((await send(`"${'x'.repeat(1_100_000)}"`)).status, 413)
  assert.deepEqual([ids(), refused.splice(0)], [[], []])
})

test('429 with Retry-After beyond the rate; 503 with Retry-After when Kafka does not acknowledge', async () => {
  const slow = await serveAll([pushWebhook], { ...env, SIGNALBOX_PUSH_WEBHOOK_RATE: '1' })
  const text = JSON.stringify([operational('a'), operational('b'), operational('c')])
  assert.equal((await slow.post(text, { ...json, ...signed(text) })).status, 202)
  const limited = await slow.post(text, { ...json, ...signed(text) })
  assert.deepEqual([limited.status, Number(limited.headers.get('retry-after')) >= 1], [429, true])

  const down = await serveAll([pushWebhook], env, { publish: () => Promise.reject(new NotPublished('down')) })
  const unavailable = await down.post(text, { ...json, ...signed(text) })
  assert.deepEqual([unavailable.status, Number(unavailable.headers.get('retry-after')) >= 1], [503, true])
})

test('no secret is in anything that was logged', () => {
  const all = logged.join('')
  for (const one of [secret, next]) assert.ok(!all.includes(one.slice('whsec_'.length)))
})
