/** What every endpoint has from the frame, shown with a toy. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { InvalidSettings } from '../../../src/config.ts'
import { unauthorized } from '../../../src/ingress/frame/problem.ts'
import { Unencodable, type Publication } from '../../../src/stream/define.ts'
import { answerOf, serveAll } from './server.ts'
import { one, toy, yes } from './toy.ts'

/** A publish that Kafka has not answered yet. */
function held() {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>(done => (resolve = done))
  return { promise, resolve: () => resolve() }
}

const keysOf = (published: readonly (readonly Publication[])[]) =>
  published.flat().map(({ headers }) => headers['ce_id'])

describe('bodies that are compressed', async () => {
  const { post, published } = await serveAll([toy()])
  const text = JSON.stringify({ items: [one] })

  for (const [encoding, bytes] of [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ] as const)
    test(`${encoding} is unpacked`, async () => {
      const { status, body } = await post(bytes, { ...yes, 'content-encoding': encoding })
      assert.deepEqual({ status, body }, { status: 200, body: { stored: 1, kept: 0 } })
      assert.deepEqual(keysOf(published.splice(0)), ['a'])
    })

  for (const encoding of ['zstd', 'gzip, gzip', 'gzip,br'])
    test(`${encoding} is not understood`, async () => {
      const { status, body, headers } = await post(gzipSync(text), { ...yes, 'content-encoding': encoding })
      assert.deepEqual([status, body['type']], [415, '/problems/unsupported-encoding'])
      assert.equal(headers.get('accept-encoding'), 'gzip, deflate, br')
    })

  test('what is not what it says, or ends too early, is 400', async () => {
    for (const bytes of [Buffer.from(text), gzipSync(text).subarray(0, 30), gzipSync(text).subarray(0, 5)]) {
      const { status, body } = await post(bytes, { ...yes, 'content-encoding': 'gzip' })
      assert.deepEqual([status, body['type']], [400, '/problems/invalid-encoding'])
    }
  })

  test('bombs are 413, whatever they are packed with, and no more than the limit is unpacked', async () => {
    const zeros = Buffer.alloc(200_000_000)
    const bombs = {
      gzip: gzipSync(zeros),
      deflate: deflateSync(zeros),
      br: brotliCompressSync(zeros.subarray(0, 20_000_000)),
    }
    zeros.fill(1)
    for (const [encoding, bytes] of Object.entries(bombs)) {
      const before = process.resourceUsage().maxRSS
      const small = await post(bytes.subarray(0, 90_000), { ...yes, 'content-encoding': encoding })
      assert.deepEqual(
        [small.status, small.body['type'], small.body['limit']],
        [413, '/problems/body-too-large', 100_000],
      )
      assert.ok(process.resourceUsage().maxRSS - before < 20_000, 'kilobytes')
    }
  })
})

describe('a signature', async () => {
  const seen: { bytes: Buffer; now: number }[] = []
  const endpoint = toy({
    verify: (headers, bytes, now) => {
      seen.push({ bytes, now })
      return headers['x-signature'] === 'good' ? undefined : unauthorized('wrong')
    },
  })
  const { post, published, time } = await serveAll([endpoint])

  test('is checked over the bytes as they were sent', async () => {
    const bytes = gzipSync(JSON.stringify({ items: [one] }))
    const { status } = await post(bytes, { ...yes, 'content-encoding': 'gzip', 'x-signature': 'good' })
    assert.equal(status, 200)
    assert.deepEqual(seen.splice(0), [{ bytes, now: time.now }])
    assert.deepEqual(keysOf(published.splice(0)), ['a'])
  })
  test('that is wrong refuses a body of any kind before it is looked at, an empty one too', async () => {
    for (const body of ['{', '', JSON.stringify({ items: [one] })]) assert.equal((await post(body, yes)).status, 401)
    assert.deepEqual(published, [])
  })
})

describe('an empty body', () => {
  test('is a probe where the endpoint says so: admitted, answered, and nothing happens', async () => {
    const { post, published } = await serveAll([toy()])
    assert.deepEqual((await post('', { ...yes, 'content-type': 'application/json' })).body, { stored: 0, kept: 0 })
    assert.equal((await post('', {})).status, 401)
    assert.deepEqual(published, [])
  })
  test('is refused elsewhere', async () => {
    const { post } = await serveAll([toy({ emptyBody: 'refused' })])
    assert.deepEqual((await post('', yes)).body['type'], '/problems/invalid-json')
  })
})

describe('a defect of ours', () => {
  const items = [one, { ...one, id: 'b', throws: true }, { ...one, id: 'c' }]

  test('costs the item it is met with, not its neighbours: it is a dead letter, and the log says why', async () => {
    const { post, published, refused, logged } = await serveAll([toy()])
    assert.deepEqual((await post({ items }, yes)).body, { stored: 2, kept: 1 })
    assert.deepEqual(keysOf(published), ['a', 'c'])
    assert.deepEqual(
      refused.map(({ bytes, reason, stage }) => ({ text: bytes.toString(), stage, reason })),
      [
        {
          text: JSON.stringify(items[1]),
          stage: 'ingress.toy',
          reason: 'not_understood: could not be understood: the log says why',
        },
      ],
    )
    assert.match(logged.join(), /our own fault/)
  })

  test('is kept also where the sender would be told of what cannot be used: he cannot put it right', async () => {
    const noneUsable = () => ({ status: 400, word: 'w', title: 't', detail: 'd' })
    const { post, refused } = await serveAll([toy({ noneUsable })])
    assert.equal((await post({ items: items.slice(1, 2) }, yes)).status, 200)
    assert.equal(refused.length, 1)
    assert.equal((await post({ items: [{}] }, yes)).status, 400)
    assert.equal(refused.length, 1)
  })

  test('a value that does not fit its schema costs nothing but itself', async () => {
    const published: Publication[] = []
    const publish = (records: readonly Publication[]) => {
      const unfit = records.find(({ key }) => key.startsWith('unfit'))
      if (unfit) throw new Unencodable(unfit, { cause: new TypeError('field x is no long') })
      published.push(...records)
      return Promise.resolve()
    }
    const { post, refused } = await serveAll([toy()], {}, { publish })
    const sent = ['unfit-1', 'ann', 'unfit-2', 'bo'].map(subject => ({ id: `of-${subject}`, subject }))
    assert.deepEqual((await post({ items: sent }, yes)).body, { stored: 2, kept: 2 })
    assert.deepEqual(keysOf([published]), ['of-ann', 'of-bo'])
    assert.deepEqual(
      refused.map(({ key, bytes, reason }) => ({ key, text: bytes.toString(), reason })),
      ['unfit-1', 'unfit-2'].map(subject => ({
        key: subject,
        text: JSON.stringify({ id: `of-${subject}`, subject }),
        reason: 'not_understood: field x is no long',
      })),
    )
  })
})

describe('what a process holds at once is bounded', () => {
  test('bytes: a request beyond them is 503 with Retry-After, and the next one after that is taken again', async () => {
    const { promise, resolve } = held()
    const env = { SIGNALBOX_INGRESS_MAX_BYTES: '1048576' }
    const large = { items: [{ ...one, note: 'x'.repeat(600_000) }] }
    const limits = { maxBodyBytes: 1_000_000, maxItems: 1, rate: 1_000 }
    const { post } = await serveAll([toy({ limits })], env, { publish: () => promise })
    const first = post(large, yes)
    await new Promise(done => setTimeout(done, 200))
    const second = await post(large, yes)
    assert.deepEqual(
      [second.status, second.body['type'], second.headers.get('retry-after')],
      [503, '/problems/busy', '1'],
    )
    resolve()
    assert.equal((await first).status, 200)
    assert.equal((await post(large, yes)).status, 200)
  })
  test('requests that wait for Kafka', async () => {
    const { promise, resolve } = held()
    const env = { SIGNALBOX_INGRESS_MAX_REQUESTS: '2' }
    const { post, metrics } = await serveAll([toy()], env, { publish: () => promise })
    const waiting = [post({ items: [one] }, yes), post({ items: [one] }, yes)]
    await new Promise(done => setTimeout(done, 200))
    assert.match(await metrics.registry.metrics(), /ingress_open_requests\{source="toy"\} 2/)
    assert.equal((await post({ items: [one] }, yes)).status, 503)
    resolve()
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ status }) => status),
      [200, 200],
    )
    assert.equal((await post({ items: [one] }, yes)).status, 200)
    assert.match(await metrics.registry.metrics(), /ingress_open_requests\{source="toy"\} 0/)
  })
})

describe('metrics', () => {
  test('events by result, requests refused by kind, bytes, durations by status, all by source', async () => {
    const { post, metrics, url } = await serveAll([toy()])
    await post({ items: [one, {}] }, yes)
    await post({ items: [one] })
    await post('{', yes)
    await answerOf(await fetch(`${url}/ingress/toy`))
    const text = await metrics.registry.metrics()
    for (const line of [
      'events_total{source="toy",result="accepted"} 1',
      'events_total{source="toy",result="rejected"} 1',
      'requests_refused_total{source="toy",reason="unauthorized"} 1',
      'requests_refused_total{source="toy",reason="invalid-json"} 1',
      'requests_refused_total{source="toy",reason="method-not-allowed"} 1',
      `received_bytes_total{source="toy"} ${JSON.stringify({ items: [one, {}] }).length + 1}`,
      'request_duration_seconds_count{source="toy",status="200"} 1',
      'request_duration_seconds_count{source="toy",status="401"} 1',
    ])
      assert.ok(text.includes(`signalbox_ingress_${line}`), line)
  })
})

describe('an endpoint', () => {
  test('may tell its sender of a problem in its own way', async () => {
    const refusal = () => ({ status: 418, word: 'teapot', title: 'Teapot', detail: 'Short and stout.' })
    const { post } = await serveAll([toy({ refusal })])
    assert.deepEqual([(await post('{', yes)).status, (await post('{')).status], [418, 418])
  })
  test('that the settings do not name has no route', async () => {
    const { post, url } = await serveAll([{ ...toy(), open: () => undefined }])
    assert.equal((await post({ items: [one] }, yes)).status, 404)
    assert.deepEqual((await answerOf(await fetch(`${url}/openapi.json`))).body['paths'], {})
  })
  test('that lacks its credential is named at the start, with all others that do', async () => {
    const lacks = (problem: string) => ({
      ...toy(),
      open: () => {
        throw new InvalidSettings([problem])
      },
    })
    await assert.rejects(serveAll([lacks('A: is needed'), toy(), lacks('B: is needed')]), (error: unknown) => {
      assert.ok(error instanceof InvalidSettings)
      assert.deepEqual(error.problems, ['A: is needed', 'B: is needed'])
      return true
    })
  })
})
