import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { productViewed, signedUp } from '../ingress/http/events.ts'
import { overSocket } from '../ingress/http/server.ts'
import { startPipeline } from '../pipeline.ts'

const rate = 50
const pipeline = await startPipeline({ SIGNALBOX_HTTP_RATE: String(rate) })
after(() => pipeline.stop())

const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

/** The problem details of an answer that must have this status and type. */
async function problem(answer: Response, status: number, type: string) {
  const details = Problem.parse(await answer.json())
  assert.deepEqual([answer.status, details.status, details.type], [status, status, type])
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  return details
}

test('JSON that is none: 400 with the position', async () => {
  const { detail } = await problem(await pipeline.post('{"id": "a",}'), 400, '/problems/invalid-json')
  assert.match(detail, /position 11 \(line 1, column 12\)/)
})

test('an unknown type: 400 with the known ones', async () => {
  const answer = await pipeline.post({ ...signedUp, type: 'customer.vanished' })
  const { errors } = await problem(answer, 400, '/problems/unknown-type')
  assert.equal(errors?.[0]?.pointer, '/type')
  assert.match(errors[0].detail, /customer\.cart_updated/)
})

test('a missing id: 400 that says so', async () => {
  const { errors } = await problem(await pipeline.post({ ...signedUp, id: undefined }), 400, '/problems/invalid-event')
  assert.deepEqual(errors, [{ pointer: '/id', detail: 'is required' }])
})

test('a field of the wrong type: 400 with a pointer to it', async () => {
  const answer = await pipeline.post({ ...productViewed, data: { ...productViewed.data, price: '49.50' } })
  const { errors } = await problem(answer, 400, '/problems/invalid-event')
  assert.deepEqual(errors, [{ pointer: '/data/price', detail: 'must be a number, not a string' }])
})

test('5 MB: a 413 that a client can read which writes everything first', async () => {
  const body = Buffer.alloc(5_000_000, 'x')
  const head = [
    'POST /ingress/http/events HTTP/1.1',
    'Host: signalbox',
    `Authorization: Bearer ${pipeline.token}`,
    'Content-Type: application/cloudevents+json',
    `Content-Length: ${body.length}`,
  ].join('\r\n')
  const answer = await overSocket(pipeline.url, `${head}\r\n\r\n`, body)
  assert.match(answer, /^HTTP\/1\.1 413 /)
  assert.match(answer, /"type":"\/problems\/body-too-large".*"limit":1048576,"size":5000000/)
})

test('a wrong token: 401, and nothing about the right one', async () => {
  const answer = await fetch(`${pipeline.url}/ingress/http/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer not-the-right-token', 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(signedUp),
  })
  const details = await problem(answer, 401, '/problems/unauthorized')
  assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
  assert.doesNotMatch(JSON.stringify(details) + pipeline.log(), new RegExp(`${pipeline.token}|not-the-right`))
})

test('an unknown content type: 415 with what is accepted', async () => {
  const answer = await pipeline.post('<event/>', 'application/xml')
  const { detail } = await problem(answer, 415, '/problems/unsupported-media-type')
  assert.match(detail, /application\/cloudevents\+json, application\/cloudevents-batch\+json/)
})

test('more events than the rate: 429 with Retry-After, and after that long they are taken', async () => {
  const batch = Array.from({ length: 2 * rate }, (_, index) => ({ ...signedUp, id: `rate-${index}` }))
  const batchType = 'application/cloudevents-batch+json'
  assert.equal((await pipeline.post(batch, batchType)).status, 202)
  const answer = await pipeline.post(signedUp)
  await problem(answer, 429, '/problems/too-many-events')
  const seconds = Number(answer.headers.get('retry-after'))
  assert.ok(seconds >= 1 && seconds <= 3, `Retry-After: ${seconds}`)
  await new Promise(resolve => setTimeout(resolve, seconds * 1_000))
  assert.equal((await pipeline.post(signedUp)).status, 202)
})

test('of all that was refused nothing was published, and the pipeline goes on', async () => {
  const records = await pipeline.readTopic('customer.events', 2 * rate + 1)
  const ids = records.map(record => record.headers['ce_id'] ?? '').filter(id => !id.startsWith('rate-'))
  assert.deepEqual(ids, ['e-1'])
})
