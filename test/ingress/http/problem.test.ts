import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { NotPublished } from '../../../src/stream/define.ts'
import { consentChanged, productViewed, signedUp } from './events.ts'
import { answerOf, batched, bearer, overSocket, serve, structured } from './server.ts'

type Answer = Awaited<ReturnType<typeof answerOf>>

function isProblem({ status, headers, body }: Answer, expected: number, word: string) {
  assert.deepEqual({ status, type: body['type'] }, { status: expected, type: `/problems/${word}` })
  assert.equal(headers.get('content-type'), 'application/problem+json')
  assert.equal(body['status'], expected)
  assert.equal(typeof body['title'], 'string')
  assert.equal(typeof body['detail'], 'string')
}

describe('bad requests are told what is wrong, and nothing is published', async () => {
  const { post, published, refused, url, logged } = await serve()
  const wrong = { ...productViewed, data: { productId: 7, price: '1' } }
  const errors = [
    { pointer: '/data/productId', detail: 'must be a string, not a number' },
    { pointer: '/data/price', detail: 'must be a number, not a string' },
  ]

  test('400 for JSON that is none, with the position', async () => {
    const answer = await post('{"id": }')
    isProblem(answer, 400, 'invalid-json')
    assert.match(String(answer.body['detail']), /position 7/)
  })
  test('400 for invalid UTF-8 and for an empty body', async () => {
    isProblem(await post(Buffer.from([0x7b, 0xff, 0x7d])), 400, 'invalid-utf-8')
    isProblem(await post(''), 400, 'invalid-json')
  })
  test('400 for wrong fields, every one named', async () => {
    const answer = await post(wrong)
    isProblem(answer, 400, 'invalid-event')
    assert.deepEqual(answer.body['errors'], errors)
  })
  test('400 for a batch without one good event, with the index in the pointer', async () => {
    const answer = await post([wrong, { ...signedUp, type: 'x' }], batched)
    isProblem(answer, 400, 'invalid-event')
    assert.match(JSON.stringify(answer.body['errors']), /"\/0\/data\/productId".*"\/0\/data\/price".*"\/1\/type"/)
  })
  test('400 for an unknown type', async () => isProblem(await post({ ...signedUp, type: 'x' }), 400, 'unknown-type'))
  test('400 for a batch that is no array, 413 for one that is too long', async () => {
    isProblem(await post(signedUp, batched), 400, 'invalid-batch')
    const answer = await post(Array(1_001).fill(signedUp), batched)
    isProblem(answer, 413, 'batch-too-large')
    assert.deepEqual([answer.body['limit'], answer.body['size']], [1_000, 1_001])
  })
  test('413 for one event that no Kafka record could hold, alone or in a batch', async () => {
    const large = { ...signedUp, data: { channel: 'x'.repeat(950_000) } }
    isProblem(await post(large), 413, 'event-too-large')
    isProblem(await post([signedUp, large], batched), 413, 'event-too-large')
  })
  test('401 without a token, with a wrong one, with another scheme', async () => {
    for (const authorization of [undefined, 'Bearer development-tokem', 'Bearer x', 'Basic ZGV2', 'Bearer']) {
      const headers = { 'content-type': 'application/cloudevents+json' }
      const answer = await post(signedUp, authorization === undefined ? headers : { ...headers, authorization })
      isProblem(answer, 401, 'unauthorized')
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /)
    }
    const lines = logged.filter(line => line.includes('without the right credential'))
    assert.equal(lines.length, 1, 'logged once')
    assert.doesNotMatch(lines.join(), /tokem/)
  })
  test('401 comes before the body does', async () => {
    const head = 'POST /ingress/http/events HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'
    assert.match(await overSocket(url, head, Buffer.alloc(0)), /^HTTP\/1\.1 401 /)
  })
  test('404 beside the resource, 405 with Allow on it', async () => {
    isProblem(await answerOf(await fetch(`${url}/ingress/http/other`, { method: 'POST' })), 404, 'not-found')
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await answerOf(await fetch(`${url}/ingress/http/events`, { method }))
      isProblem(answer, 405, 'method-not-allowed')
      assert.equal(answer.headers.get('allow'), 'POST')
    }
  })
  test('415 for another content type, none, a malformed one, plain JSON, another content encoding', async () => {
    for (const contentType of [
      'text/plain',
      'x',
      '',
      'application/json',
      'application/cloudevents+json; charset=latin1',
    ]) {
      const answer = await post('{}', { ...bearer, 'content-type': contentType })
      isProblem(answer, 415, 'unsupported-media-type')
      assert.match(
        String(answer.body['detail']),
        /application\/cloudevents\+json, application\/cloudevents-batch\+json/,
      )
    }
    isProblem(await post('{}', { ...structured, 'content-encoding': 'br' }), 415, 'unsupported-encoding')
  })
  test('nothing was published or refused', () => assert.deepEqual([published, refused], [[], []]))
})

describe('a body over the limit', async () => {
  const { post, url } = await serve()
  const big = Buffer.alloc(5_000_000, 'x')
  const head =
    'POST /ingress/http/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer development-token\r\nContent-Type: application/cloudevents+json\r\n'

  test('413 names the limit and the size, to fetch', async () => {
    const answer = await post(big)
    isProblem(answer, 413, 'body-too-large')
    assert.deepEqual([answer.body['limit'], answer.body['size']], [1_048_576, 5_000_000])
  })
  test('413 can be read by a client that writes everything first, ten times of ten', async () => {
    for (let time = 0; time < 10; time++) {
      const text = await overSocket(url, `${head}Content-Length: ${big.length}\r\n\r\n`, big)
      assert.match(text, /^HTTP\/1\.1 413 [^]*"limit":1048576,"size":5000000/)
    }
  })
  test('413 for a body that does not say its size', async () => {
    const chunked = Buffer.concat([Buffer.from(`${big.length.toString(16)}\r\n`), big, Buffer.from('\r\n0\r\n\r\n')])
    const text = await overSocket(url, `${head}Transfer-Encoding: chunked\r\n\r\n`, chunked)
    assert.match(text, /^HTTP\/1\.1 413 [^]*more than 1048576 bytes/)
  })
  test('a wrong token can be read too', async () => {
    const text = await overSocket(url, `${head.replace('-token', '')}Content-Length: ${big.length}\r\n\r\n`, big)
    assert.match(text, /^HTTP\/1\.1 401 /)
  })
  test('the connection goes on', async () => {
    const next = `${head}Content-Length: ${Buffer.byteLength(JSON.stringify(signedUp))}\r\n\r\n${JSON.stringify(signedUp)}`
    const both = Buffer.concat([big, Buffer.from(next)])
    const text = await overSocket(url, `${head}Content-Length: ${big.length}\r\n\r\n`, both, 2)
    assert.match(text, /^HTTP\/1\.1 413 [^]*HTTP\/1\.1 202 /)
  })
})

describe('429', async () => {
  const { post, time, published } = await serve({ SIGNALBOX_HTTP_RATE: '10' })

  test('a batch may be larger than the bucket, and is paid back before the next event', async () => {
    assert.equal((await post(Array(25).fill(signedUp), batched)).status, 202)
    const answer = await post(signedUp)
    isProblem(answer, 429, 'too-many-events')
    assert.equal(answer.headers.get('retry-after'), '2')
    time.now += 1_599
    isProblem(await post(signedUp), 429, 'too-many-events')
    time.now += 1
    assert.equal((await post(signedUp)).status, 202)
    assert.equal(published.length, 2)
  })
})

describe('503 and 500', () => {
  const unavailable = () => Promise.reject(new NotPublished('no answer from 10.0.0.7'))

  test('503 with Retry-After when Kafka did not acknowledge, whatever the error', async () => {
    for (const publish of [unavailable, () => Promise.reject(new Error('broken 10.0.0.7'))]) {
      const { post, metrics } = await serve({}, { publish })
      const answer = await post([signedUp, consentChanged], batched)
      isProblem(answer, 503, 'unavailable')
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
      assert.doesNotMatch(JSON.stringify(answer.body), /10\.0\.0\.7/)
      assert.match(await metrics.registry.metrics(), /ingress_events_total\{source="http",result="unavailable"\} 2/)
    }
  })
  test('503 when the bad items of a batch could not be kept', async () => {
    const { post } = await serve({}, { refuse: unavailable })
    isProblem(await post([signedUp, 7], batched), 503, 'unavailable')
  })
  test('500 says nothing of the inside, the log does', async () => {
    let calls = 0
    const now = () => {
      if (++calls === 2) throw new Error('the inside')
      return 0
    }
    const { post, logged } = await serve({}, { clock: { now } })
    const answer = await post(signedUp)
    isProblem(answer, 500, 'internal')
    assert.doesNotMatch(JSON.stringify(answer.body), /the inside/)
    assert.match(logged.join(), /the inside/)
  })
})
