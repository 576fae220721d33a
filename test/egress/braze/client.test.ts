import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, beforeEach, test } from 'node:test'
import { z } from 'zod'
import { readSettings } from '../../../src/config.ts'
import { BrazeClient } from '../../../src/egress/braze/client.ts'
import type { CallResult, Command, Outcome, SinkClient } from '../../../src/stream/define.ts'
import { attributesFor, campaignFor, eventFor, occurredAt, purchaseFor, subscriptionFor } from './commands.ts'

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

const opened: SinkClient[] = []
after(() => Promise.all(opened.map(client => client.close())))

function client(env: Record<string, string> = {}): SinkClient {
  const settings = readSettings({ SIGNALBOX_BRAZE_URL: url, SIGNALBOX_BRAZE_KEY: key, ...env })
  const braze = new BrazeClient(settings, { now: () => 1_000 })
  opened.push(braze)
  return braze
}

const never = new AbortController().signal

/** Makes the next call for the commands. */
async function call(braze: SinkClient, commands: readonly Command[], signal = never): Promise<CallResult> {
  return (await braze.plan(commands).call?.send(signal)) ?? { outcomes: [] }
}
const deliver = async (braze: SinkClient, commands: readonly Command[]): Promise<readonly Outcome[]> =>
  (await call(braze, commands)).outcomes
const sizeOf = (braze: SinkClient, commands: readonly Command[]) => braze.plan(commands).call?.chosen.length

const say =
  (status: number, body: unknown = { message: 'success' }, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    // The clock of these tests stands in 1970.
    response.sendDate = false
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

beforeEach(() => {
  heard = []
  answer = say(201)
})

test('a call: the endpoint below the address, with or without a slash and a path, the key, and JSON', async () => {
  await deliver(client({ SIGNALBOX_BRAZE_URL: `${url}/` }), [eventFor('ada')])
  await deliver(client({ SIGNALBOX_BRAZE_URL: `${url}/proxy/` }), [eventFor('ada')])
  const [heardFirst, second] = heard
  assert.equal(heardFirst?.url, 'POST /users/track')
  assert.equal(second?.url, 'POST /proxy/users/track')
  assert.equal(heardFirst.headers.authorization, `Bearer ${key}`)
  assert.equal(heardFirst.headers['content-type'], 'application/json')
  assert.deepEqual(heardFirst.body, {
    events: [{ external_id: 'ada', name: 'seen', time: '2026-03-01T12:00:00.250Z', properties: { event_id: 'e-1' } }],
  })
})

test('a plan says which of its commands a look-up could not tell from those of an earlier one', () => {
  const braze = client()
  const event = (subject: string, deliveryId: string) => eventFor(subject, { deliveryId })
  const untold = (...commands: Command[]) => braze.plan(commands).call?.untold
  assert.deepEqual(untold(event('ada', 'd-1'), event('bob', 'd-2'), event('bob', 'd-3')), [])
  assert.deepEqual(untold(event('ada', 'd-1'), event('bob', 'd-2')), [], 'planned again')
  const refused = attributesFor('zoe', { external_id: 'x' })
  const { chosen } = braze.plan([refused, event('cleo', 'd-4'), event('ada', 'd-5')]).call ?? {}
  assert.deepEqual(chosen, [1, 2])
  assert.deepEqual(untold(refused, event('dora', 'd-6'), event('ada', 'd-7')), [1], 'places among those that go')
})

test('what Braze must not be sent is refused, and the outcomes of the others keep their places', async () => {
  const error = { type: 'EMAIL_BAD_FORMAT', input_array: 'attributes', index: 1 }
  answer = say(201, { message: 'success', errors: [error] }, { 'x-request-id': 'r-1' })
  const { refused, call: planned } = client().plan([
    attributesFor('ada', { external_id: 'somebody else' }),
    attributesFor('bob'),
    eventFor('cleo'),
    attributesFor('dora', { email: 'no' }),
  ])
  assert.deepEqual(
    refused.map(({ at, reason }) => [at, reason.split(':')[0]]),
    [[0, 'reserved_attribute']],
  )
  assert.deepEqual(planned?.chosen, [1, 2, 3])
  const { outcomes } = await planned.send(never)
  assert.doesNotMatch(JSON.stringify(heard), /somebody else/)
  const delivered = { kind: 'delivered', destinationId: 'r-1' }
  assert.deepEqual(outcomes, [delivered, delivered, { kind: 'rejected', reason: 'EMAIL_BAD_FORMAT' }])
})

test('where nothing may be sent, there is no call', () => {
  const { refused, call: planned } = client().plan([attributesFor('ada', { braze_id: 'x' })])
  assert.deepEqual([refused.length, planned], [1, undefined])
})

test('no answer in time: in doubt', async () => {
  answer = () => undefined
  const started = performance.now()
  const braze = client({ SIGNALBOX_DELIVERY_TIMEOUT_MS: '150' })
  const outcomes = await deliver(braze, [eventFor('ada'), eventFor('bob')])
  assert.ok(performance.now() - started < 3_000)
  assert.match(JSON.stringify(outcomes), /^\[(\{"kind":"inDoubt","reason":"timed_out: [^"]*"\},?){2}\]$/)
  assert.equal(braze.callTimeoutMs, 150)
})

test('an answer that begins and never ends, or that is cut off: in doubt', async () => {
  answer = response => response.writeHead(201).write('{"message":')
  const [outcome] = await deliver(client({ SIGNALBOX_DELIVERY_TIMEOUT_MS: '150' }), [eventFor('ada')])
  assert.ok(outcome?.kind === 'inDoubt' && /^timed_out: /.test(outcome.reason), JSON.stringify(outcome))
  answer = response => response.destroy()
  const [reset] = await deliver(client(), [eventFor('ada')])
  assert.ok(reset?.kind === 'inDoubt' && /^cut_off: (UND_ERR_SOCKET|ECONNRESET)$/.test(reset.reason), reset?.kind)
})

test('the process has to go in mid call: in doubt, at once', async () => {
  const going = new AbortController()
  answer = () => going.abort()
  const { outcomes } = await call(client(), [eventFor('ada')], going.signal)
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['inDoubt'],
  )
})

test('nobody there: nothing was applied, with the system’s word for why', async () => {
  const outcomes = await deliver(client({ SIGNALBOX_BRAZE_URL: 'http://127.0.0.1:1' }), [eventFor('ada')])
  assert.deepEqual(outcomes, [{ kind: 'unavailable', reason: 'unreachable: ECONNREFUSED', afterMs: null }])
})

test('a redirect is not followed: the key goes nowhere else', async () => {
  answer = say(307, {}, { location: `${url}/elsewhere` })
  const [outcome] = await deliver(client(), [eventFor('ada')])
  assert.equal(outcome?.kind, 'unavailable')
  assert.equal(heard.length, 1)
})

const Echo = z.object({ body: z.unknown(), headers: z.record(z.string(), z.string()) })

test('the API key is in no outcome and no finding, whatever the answer repeats', async () => {
  const said: unknown[] = []
  const echoes: [number, unknown, Record<string, string>?][] = [
    [401, { message: `No. You said: authorization: Bearer ${key}` }],
    [400, { message: `bad ${key}`, errors: [{ type: key, input_array: 'events', index: 0 }] }],
    [400, `<html>${key}`],
    [201, { message: 'success', notice: key, errors: [key, { type: key, input_array: 'events', index: 7 }] }],
    [201, { message: 'success', notice: `paused ${key}` }],
    [201, { message: 'success', dispatch_id: key }],
    [201, { message: 'success' }, { 'x-request-id': key }],
    [200, `hello ${key}`],
    [503, {}, { 'retry-after': key }],
  ]
  // A quote in a key is escaped in JSON, where a search of the text would miss it.
  for (const secret of [key, 'key-"0451"'])
    for (const [status, body, headers = {}] of echoes) {
      const escaped = JSON.stringify(secret).slice(1, -1)
      const echo = Echo.parse(JSON.parse(JSON.stringify({ body, headers }).replaceAll(key, escaped)))
      answer = say(status, echo.body, echo.headers)
      const braze = client({ SIGNALBOX_BRAZE_KEY: secret })
      const { findings } =
        (await braze.lookUp?.ask([{ ...eventFor('ada'), calledAt: 1, canBeTold: true }], never)) ?? {}
      const outcomes = await deliver(braze, [eventFor('ada')])
      assert.equal(outcomes.length, 1)
      for (const { kind, ...words } of [...outcomes, ...(findings ?? [])]) {
        said.push(kind)
        for (const word of Object.values(words)) assert.ok(!String(word).includes(secret), `${status}: ${word}`)
      }
    }
  assert.deepEqual(new Set(said), new Set(['unavailable', 'rejected', 'delivered', 'inDoubt', 'unknown']))
})

test('a key that no header can carry is not told either', async () => {
  const [outcome] = await deliver(client({ SIGNALBOX_BRAZE_KEY: `${key}\n1` }), [eventFor('ada')])
  assert.equal(outcome?.kind, 'unavailable')
  assert.doesNotMatch(JSON.stringify(outcome), new RegExp(key))
})

test('a call refused as a whole makes the next ones smaller, and a full one that is taken makes them larger', async () => {
  const braze = client({ SIGNALBOX_BRAZE_BATCH: '8' })
  const commands = Array.from({ length: 20 }, (_, at) => eventFor(`c${at}`))
  assert.equal(sizeOf(braze, commands), 8)
  answer = say(400, { message: 'Max Input Length Exceeded' })
  const outcomes = await deliver(braze, commands)
  assert.deepEqual(
    outcomes,
    Array.from({ length: 8 }, () => ({ kind: 'again', reason: 'split' })),
  )
  assert.equal(sizeOf(braze, commands), 4)
  answer = say(503)
  await deliver(braze, commands)
  assert.equal(sizeOf(braze, commands), 4, 'a failure says nothing of the size')
  assert.equal(
    sizeOf(
      braze,
      Array.from({ length: 20 }, (_, at) => campaignFor(`c${at}`)),
    ),
    20,
    'nor of other calls',
  )
  answer = say(201)
  await deliver(braze, commands)
  assert.equal(sizeOf(braze, commands), 8)
})

test('what an answer tells of its limit', async () => {
  answer = say(429, {}, { 'x-ratelimit-retry-after': '2' })
  assert.deepEqual((await call(client(), [eventFor('ada')])).rate, { notBefore: 3_000 })
})

test('attributes that were one object and wrong become objects of their own', async () => {
  const braze = client()
  const commands = [attributesFor('ada', { a: 1 }, 'd-1'), attributesFor('ada', { email: 'no' }, 'd-2')]
  answer = say(400, { message: 'no', errors: [{ type: 'BAD', input_array: 'attributes', index: 0 }] })
  assert.deepEqual(
    (await deliver(braze, commands)).map(({ kind }) => kind),
    ['again', 'again'],
  )
  answer = say(201, { message: 'success', errors: [{ type: 'BAD', input_array: 'attributes', index: 1 }] })
  assert.deepEqual(
    (await deliver(braze, commands)).map(({ kind }) => kind),
    ['delivered', 'rejected'],
  )
  assert.deepEqual(heard[1]?.body, {
    attributes: [
      { external_id: 'ada', a: 1 },
      { external_id: 'ada', email: 'no' },
    ],
  })
  await deliver(braze, commands)
  assert.match(JSON.stringify(heard[2]?.body), /^\{"attributes":\[\{[^}]*\}\]\}$/, 'and are one again later')
})

test('one wrong group among several: each goes alone, and only its own commands are rejected', async () => {
  const braze = client()
  const all = ['g-1', 'bad', 'g-1', 'bad'].map((groupId, at) => subscriptionFor(`c${at}`, { groupId }))
  answer = response =>
    (/bad/.test(JSON.stringify(heard.at(-1)?.body))
      ? say(400, { message: 'Invalid subscription group ID' })
      : say(201))(response)
  const kinds = async (commands: readonly Command[]) => (await deliver(braze, commands)).map(({ kind }) => kind)
  assert.deepEqual(await kinds(all), ['again', 'again', 'again', 'again'])
  assert.deepEqual(await kinds(all), ['delivered', 'delivered'])
  assert.deepEqual(await kinds(all.filter((_, at) => at % 2 === 1)), ['rejected', 'rejected'])
})

test('a look-up asks for users by fifty until one tells, and tells the limit of the export', async () => {
  const { lookUp } = client()
  assert.deepEqual([lookUp?.endpoint, lookUp?.settleMs, lookUp?.together], ['/users/export/ids', 60_000, true])
  const calledAt = occurredAt + 1_000
  const commands = Array.from({ length: 70 }, (_, at) => ({ ...eventFor(`c${at}`), calledAt, canBeTold: true }))
  const seen = (last: string) => ({ name: 'seen', last, first: '2020-01-01T00:00:00Z' })
  const later = commands.map((_, at) => ({ external_id: `c${at}`, custom_events: [seen('2026-03-01T13:00:00Z')] }))
  answer = say(201, { users: later, message: 'success' }, { 'x-ratelimit-limit': '250' })
  const unknown = await lookUp?.ask(commands, never)
  assert.deepEqual(
    heard.map(({ url: to }) => to),
    ['POST /users/export/ids', 'POST /users/export/ids'],
  )
  assert.deepEqual([unknown?.findings.length, unknown?.rate], [70, { limit: 250 }])
  assert.ok(unknown?.findings.every(({ kind }) => kind === 'unknown'))
  answer = say(201, { users: [], message: 'success' })
  await lookUp?.ask(commands, never)
  assert.equal(heard.length, 3, 'the first fifty tell')
  const mixed = [purchaseFor('ada'), attributesFor('ada')].map(command => ({ ...command, calledAt, canBeTold: true }))
  const found = await lookUp?.ask(mixed, never)
  assert.deepEqual(
    found?.findings.map(({ kind }) => kind),
    ['notApplied', 'unknown'],
  )
})
