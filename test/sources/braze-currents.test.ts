/** The emitter itself, against a server that answers as it is told. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { after, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { BrazeCurrents, type CurrentsSettings, type Event } from './braze-currents.ts'

const Body = z.object({ events: z.array(z.object({ event_type: z.string(), id: z.string() })) })

interface Call {
  readonly ids: readonly string[]
  readonly headers: IncomingHttpHeaders
}

/** `answer` gives a status; 0 cuts the connection off. */
async function stage(answer: (call: Call) => number, settings: Partial<CurrentsSettings> = {}) {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(Buffer.from(z.instanceof(Uint8Array).parse(chunk)))
      const bytes = Buffer.concat(chunks)
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
      const events = text.length === 0 ? [] : Body.parse(JSON.parse(text.toString())).events
      const call = { ids: events.map(({ id }) => id), headers: request.headers }
      calls.push(call)
      const status = answer(call)
      if (status === 0) request.socket.destroy()
      else response.writeHead(status).end('{}')
    })()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  const braze = new BrazeCurrents({
    url: `http://127.0.0.1:${address.port}/currents`,
    token: 'the-token',
    seed: 7,
    duplicates: 0,
    reordered: 0,
    perType: 1,
    backOffMs: [1, 5],
    ...settings,
  })
  after(() => {
    braze.stop()
    server.close()
  })
  return { braze, calls }
}

const events = (count: number, type = 'a'): Event[] =>
  Array.from({ length: count }, (_, at) => ({ event_type: type, id: `${type}-${at}` }))

test('batches of a hundred, each of one type, with token and version', async () => {
  const { braze, calls } = await stage(() => 200, { gzip: true })
  assert.deepEqual(await braze.send([...events(250, 'a'), ...events(30, 'b')]), { acknowledged: 280, dropped: [] })
  assert.deepEqual(calls.map(({ ids }) => ids.length).sort(), [100, 100, 30, 50])
  assert.ok(calls.every(({ ids }) => new Set(ids.map(id => id[0])).size === 1))
  assert.equal(calls[0]?.headers['braze-currents-version'], '1')
  assert.equal(calls[0].headers.authorization, 'Bearer the-token')
})

test('400 splits into single events; the second 400 of one loses it', async () => {
  const { braze, calls } = await stage(({ ids }) => (ids.includes('a-1') ? 400 : 200))
  assert.deepEqual(await braze.send(events(4)), { acknowledged: 3, dropped: ['a-1'] })
  assert.deepEqual(
    calls.map(({ ids }) => ids.length),
    [4, 1, 1, 1, 1],
  )
  assert.equal(braze.counters.droppedForGood, 1)
})

test('a single event is tried once more after its first 400', async () => {
  let asked = 0
  const { braze } = await stage(() => (asked++ === 0 ? 400 : 200))
  assert.deepEqual(await braze.send(events(1)), { acknowledged: 1, dropped: [] })
})

test('413 sends half at once, until it fits', async () => {
  const { braze, calls } = await stage(({ ids }) => (ids.length > 3 ? 413 : 200))
  assert.deepEqual(await braze.send(events(10)), { acknowledged: 10, dropped: [] })
  assert.ok(calls.some(({ ids }) => ids.length === 5))
})

describe('the same again, later', () => {
  for (const status of [429, 500, 503, 302, 418, 0])
    test(status === 0 ? 'no answer' : String(status), async () => {
      let asked = 0
      const { braze, calls } = await stage(() => (asked++ < 3 ? status : 200))
      assert.deepEqual(await braze.send(events(5)), { acknowledged: 5, dropped: [] })
      assert.equal(calls.length, 4)
      assert.equal(braze.counters.sentAgain, 3)
    })
})

test('a wrong token stops the connector until somebody mends it', async () => {
  const { braze } = await stage(({ headers }) => (headers.authorization === 'Bearer new' ? 200 : 401))
  const sent = braze.send(events(5))
  assert.equal(await Promise.race([sent, new Promise(resolve => setTimeout(resolve, 50, 'waits'))]), 'waits')
  assert.equal(braze.counters.halts, 1)
  braze.mend({ token: 'new' })
  assert.deepEqual(await sent, { acknowledged: 5, dropped: [] })
})

test('what was acknowledged may come again, and out of order; with the same seed the same', async () => {
  const chances = { duplicates: 0.3, reordered: 0.5, batch: 1 }
  const orders = await Promise.all(
    [1, 1, 2].map(async seed => {
      const { braze, calls } = await stage(() => 200, { ...chances, seed })
      await braze.send(events(40))
      assert.equal(braze.counters.requests, 40 + braze.counters.duplicates)
      assert.ok(braze.counters.duplicates > 0)
      return calls.flatMap(({ ids }) => ids)
    }),
  )
  assert.deepEqual(orders[0], orders[1])
  assert.notDeepEqual(orders[0], orders[2])
  assert.notDeepEqual(
    orders[0]?.slice(0, 10),
    events(10).map(({ id }) => id),
  )
})

test('the probe is an empty body', async () => {
  const { braze, calls } = await stage(() => 202)
  assert.equal(await braze.probe(), 202)
  assert.deepEqual(calls[0]?.ids, [])
  assert.equal(calls[0].headers['content-length'], '0')
})
