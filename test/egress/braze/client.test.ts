import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, beforeEach, test } from 'node:test'
import { readSettings } from '../../../src/config.ts'
import { BrazeClient } from '../../../src/egress/braze/client.ts'
import { attributesFor, eventFor } from './commands.ts'

interface Heard {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

const key = 'key-0451'
let heard: Heard[] = []
let answer: (response: ServerResponse) => void = () => undefined
const server = createServer((request, response) => {
  void text(request).then(body => {
    heard.push({ url: `${request.method} ${request.url}`, headers: request.headers, body: JSON.parse(body) })
    answer(response)
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})
const address = server.address()
const url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''

function client(env: Record<string, string> = {}): BrazeClient {
  const settings = readSettings({ SIGNALBOX_BRAZE_URL: url, SIGNALBOX_BRAZE_KEY: key, ...env })
  return new BrazeClient(settings, { now: () => 1_000 })
}

const say =
  (status: number, body: unknown = { message: 'success' }, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

beforeEach(() => {
  heard = []
  answer = say(201)
})

test('a call: the endpoint below the address, with or without a slash, the key, and JSON', async () => {
  await client({ SIGNALBOX_BRAZE_URL: `${url}/` }).deliver([eventFor('ada')])
  const [call] = heard
  assert.equal(call?.url, 'POST /users/track')
  assert.equal(call.headers.authorization, `Bearer ${key}`)
  assert.equal(call.headers['content-type'], 'application/json')
  assert.deepEqual(call.body, {
    events: [{ external_id: 'ada', name: 'seen', time: '2026-03-01T12:00:00.250Z', properties: { event_id: 'e-1' } }],
  })
})

test('what Braze must not be sent is not sent, and the others keep their places', async () => {
  const error = { type: 'EMAIL_BAD_FORMAT', input_array: 'attributes', index: 1 }
  answer = say(201, { message: 'success', errors: [error] }, { 'x-request-id': 'r-1' })
  const outcomes = await client().deliver([
    attributesFor('ada', { external_id: 'somebody else' }),
    attributesFor('bob'),
    eventFor('cleo'),
    attributesFor('dora', { email: 'no' }),
  ])
  assert.doesNotMatch(JSON.stringify(heard), /somebody else/)
  assert.match(JSON.stringify(outcomes[0]), /"rejected","reason":"reserved_attribute: /)
  const delivered = { kind: 'delivered', destinationId: 'r-1' }
  assert.deepEqual(outcomes.slice(1), [delivered, delivered, { kind: 'rejected', reason: 'EMAIL_BAD_FORMAT' }])
})

test('where nothing may be sent, no call is made', async () => {
  const [outcome] = await client().deliver([attributesFor('ada', { braze_id: 'x' })])
  assert.deepEqual([outcome?.kind, heard.length], ['rejected', 0])
})

test('no answer in time: again', async () => {
  answer = () => undefined
  const started = performance.now()
  const outcomes = await client({ SIGNALBOX_BRAZE_TIMEOUT_MS: '150' }).deliver([eventFor('ada'), eventFor('bob')])
  assert.ok(performance.now() - started < 3_000)
  assert.deepEqual(
    outcomes,
    [1, 2].map(() => ({ kind: 'retry', reason: 'timed_out', afterMs: null })),
  )
})

test('an answer that begins and never ends: again', async () => {
  answer = response => response.writeHead(201).write('{"message":')
  const outcomes = await client({ SIGNALBOX_BRAZE_TIMEOUT_MS: '150' }).deliver([eventFor('ada')])
  assert.deepEqual(outcomes, [{ kind: 'retry', reason: 'timed_out', afterMs: null }])
})

test('nobody there: again, with the system’s word for why', async () => {
  const outcomes = await client({ SIGNALBOX_BRAZE_URL: 'http://127.0.0.1:1' }).deliver([eventFor('ada')])
  assert.match(JSON.stringify(outcomes), /^\[\{"kind":"retry","reason":"unreachable: [A-Za-z ]+","afterMs":null\}\]$/)
  answer = response => response.destroy()
  const [reset] = await client().deliver([eventFor('ada')])
  assert.ok(reset?.kind === 'retry' && /^unreachable: (UND_ERR_SOCKET|ECONNRESET)$/.test(reset.reason), reset?.kind)
})

test('a redirect is not followed: the key goes nowhere else', async () => {
  answer = say(307, {}, { location: `${url}/elsewhere` })
  const [outcome] = await client().deliver([eventFor('ada')])
  assert.equal(outcome?.kind, 'retry')
  assert.equal(heard.length, 1)
})

test('the API key is in no outcome, whatever the answer repeats', async () => {
  answer = say(401, { message: `No. You said: authorization: Bearer ${key}` })
  const refused = await client().deliver([eventFor('ada')])
  answer = say(400, { message: `bad ${key}`, errors: [{ type: key, input_array: 'events', index: 0 }] })
  const rejected = await client().deliver([eventFor('ada')])
  const unsendable = await client({ SIGNALBOX_BRAZE_KEY: `${key}\n1` }).deliver([eventFor('ada')])
  assert.deepEqual(
    [refused, rejected, unsendable].map(([outcome]) => outcome?.kind),
    ['retry', 'rejected', 'retry'],
  )
  assert.doesNotMatch(JSON.stringify([refused, rejected, unsendable]), new RegExp(key))
})

test('a call refused as a whole makes the next ones smaller, and a full one that is taken makes them larger', async () => {
  const braze = client({ SIGNALBOX_BRAZE_BATCH: '8' })
  const commands = Array.from({ length: 20 }, (_, at) => eventFor(`c${at}`))
  assert.equal(braze.take(commands), 8)
  answer = say(400, { message: 'Max Input Length Exceeded' })
  await braze.deliver(commands.slice(0, 8))
  assert.equal(braze.take(commands), 4)
  answer = say(503)
  await braze.deliver(commands.slice(0, 4))
  assert.equal(braze.take(commands), 4, 'a failure says nothing of the size')
  answer = say(201)
  await braze.deliver(commands.slice(0, 4))
  assert.equal(braze.take(commands), 8)
})
