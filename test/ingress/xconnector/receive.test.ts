/** POST /ingress/xconnector on a server of its own: one event, a batch, a frame of lines; what is answered to whom. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { xconnectorWebhook } from '../../../src/ingress/xconnector/endpoint.ts'
import { NotPublished } from '../../../src/stream/define.ts'
import { serveAll } from '../frame/server.ts'
import { secret, secretOf, signed } from '../frame/signing.ts'
import { cloudEvent, documented } from './events.ts'

const env = { SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret, SIGNALBOX_WEBHOOK_MAX_BATCH: '60' }
const { post, published, refused, time } = await serveAll([xconnectorWebhook], env)
const structured = 'application/cloudevents+json'
const batch = 'application/cloudevents-batch+json'
const lines = 'application/x-ndjson'

const send = (type: string, body: unknown, how: Parameters<typeof signed>[1] = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return post(text, { 'content-type': type, ...signed(text, how) })
}
const ids = () => published.splice(0).map(records => records.map(({ headers }) => headers['ce_id']))
const all = documented.map(({ event }) => event)
const [first] = all

test('one event, structured', async () => {
  const { status, body } = await send(structured, first)
  assert.deepEqual([status, body, ids()], [202, { accepted: 1 }, [[first?.id]]])
})

test('a batch and a frame of the same events are the same records, in one publish and in their order', async () => {
  assert.deepEqual((await send(batch, all)).body, { accepted: all.length })
  assert.deepEqual((await send(lines, all.map(event => JSON.stringify(event)).join('\n'))).body, {
    accepted: all.length,
  })
  const [ofBatch, ofFrame, more] = published.splice(0)
  assert.deepEqual([ofFrame, more], [ofBatch, undefined])
  assert.deepEqual(
    ofBatch?.map(({ headers }) => headers['ce_id']),
    all.map(({ id }) => id),
  )
})

test('bad lines of a frame are named by their lines and kept as they came; the others are published', async () => {
  const good = [1, 2].map(n =>
    JSON.stringify(cloudEvent('task.assigned', { task_id: 't', role: 'r' }, { id: `good-${n}` })),
  )
  const bad = JSON.stringify(cloudEvent('task.assigned', { role: 'r' }, { id: 'bad' }))
  const { status, body } = await send(lines, `${good[0] ?? ''}\n\n{"id": oops\r\n${bad}\n${good[1] ?? ''}\n`)
  assert.equal(status, 202)
  assert.deepEqual(body, {
    accepted: 2,
    rejected: [
      { index: 1, line: 3, errors: [{ pointer: '/1', detail: 'is no JSON: wrong at column 8' }] },
      { index: 2, line: 4, id: 'bad', errors: [{ pointer: '/2/data/task_id', detail: 'is required: a string' }] },
    ],
  })
  assert.deepEqual(ids(), [['good-1', 'good-2']])
  assert.deepEqual(
    refused.splice(0).map(({ stage, topic, bytes }) => [stage, topic.name, bytes.toString()]),
    [
      ['ingress.xconnector', 'xconnector.events', '{"id": oops'],
      ['ingress.xconnector', 'xconnector.events', bad],
    ],
  )
})

test('a frame of nothing but blank lines is refused, an empty batch is taken', async () => {
  assert.equal((await send(lines, '\n \n')).status, 400)
  assert.deepEqual((await send(batch, [])).body, { accepted: 0 })
})

test('a frame is bounded: so many lines, so many bytes', async () => {
  const event = JSON.stringify(first)
  assert.equal((await send(lines, Array.from({ length: 60 }, () => event).join('\n'))).status, 202)
  assert.equal((await send(lines, Array.from({ length: 61 }, () => event).join('\n'))).status, 413)
  assert.equal((await send(lines, `{"x":"${'y'.repeat(1_100_000)}"}`)).status, 413)
  assert.equal(published.splice(0).length, 1)
})

test('an event that Kafka could not carry is 413, whatever else is in the frame', async () => {
  const huge = JSON.stringify(cloudEvent('task.assigned', { task_id: 't', role: 'r', note: 'x'.repeat(950_000) }))
  assert.equal((await send(lines, `${JSON.stringify(first)}\n${huge}`)).status, 413)
  assert.deepEqual(ids(), [])
})

test('not signed, wrongly signed, too old: 401; other types 415; no array 400', async () => {
  const text = JSON.stringify(first)
  assert.equal((await post(text, { 'content-type': structured })).status, 401)
  assert.equal((await send(structured, text, { with: secretOf('another-secret-of-tests') })).status, 401)
  assert.equal((await send(structured, text, { at: time.now - 301_000 })).status, 401)
  assert.equal((await send('application/json', text)).status, 415)
  assert.equal((await send(batch, text)).status, 400)
  assert.equal((await send(structured, '{')).status, 400)
  assert.deepEqual([ids(), refused.splice(0)], [[], []])
})

test('a replay inside the window is the same records again', async () => {
  await send(batch, all)
  time.now += 200_000
  await send(batch, all, { at: time.now - 200_000 })
  const [one = [], two] = published.splice(0)
  assert.deepEqual([one.length, two], [all.length, one])
})

test('503 with Retry-After when Kafka does not acknowledge', async () => {
  const down = await serveAll([xconnectorWebhook], env, { publish: () => Promise.reject(new NotPublished('down')) })
  const text = JSON.stringify(first)
  const { status, headers } = await down.post(text, { 'content-type': structured, ...signed(text) })
  assert.deepEqual([status, Number(headers.get('retry-after')) >= 1], [503, true])
})
