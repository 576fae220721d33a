import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { HttpClient } from '../../../src/egress/http/client.ts'
import type { Command, Outcome } from '../../../src/stream/define.ts'
import { drain } from '../contract/driving.ts'
import { sendFor } from './commands.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`
let heard: { url: string; headers: IncomingHttpHeaders; body: string }[] = []
let status: (body: string) => number = () => 204
const server = createServer((request, response) => {
  void text(request).then(body => {
    heard.push({ url: `${request.method} ${request.url}`, headers: request.headers, body })
    response.writeHead(status(body)).end()
  })
})
let client: HttpClient | undefined

before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(async () => {
  await client?.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  heard = []
  status = () => 204
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/in/crm/?team=7`
  const crm = { url, secret, inDoubt: 'resend' as const, most: 8, mostBytes: 10_000, calls: 100, windowMs: 1_000 }
  const erp = {
    url: 'http://127.0.0.1:1',
    secret,
    inDoubt: 'atMostOnce' as const,
    most: 20,
    mostBytes: 2_000,
    windowMs: 60_000,
  }
  await client?.close()
  client = new HttpClient({ ...readSettings({}), httpEndpoints: { crm, erp } }, systemClock)
})

const events = (count: number, over = {}): Command[] =>
  Array.from({ length: count }, (_, n) => sendFor(`s-${n}`, { deliveryId: `e-${n}/rule/http`, ...over }))
const open = () => client ?? assert.fail('it is opened before every test')
const deliver = async (commands: readonly Command[]): Promise<readonly Outcome[]> =>
  (await open().plan(commands).call?.send(new AbortController().signal))?.outcomes ?? []
const counts = () => heard.map(({ body }) => body.split('"id":').length - 1)

test('a request: the address with its query, the key, and a signature that the public library takes', async () => {
  await deliver(events(2))
  const [call] = heard
  assert.ok(call)
  assert.equal(call.url, 'POST /in/crm?team=7')
  assert.equal(call.headers['content-type'], 'application/json')
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)]))
  assert.equal(headers['idempotency-key'], headers['webhook-id'])
  assert.deepEqual(new Webhook(secret).verify(call.body, headers), JSON.parse(call.body))
  assert.throws(() => new Webhook(secret).verify(call.body.replace('gold', 'iron'), headers), /No matching signature/)
})

test('the same batch comes with the same key, another one never with it', async () => {
  for (const batch of [events(3), events(3), events(2), events(3).slice(1)]) await deliver(batch)
  const keys = heard.map(({ headers }) => headers['idempotency-key'])
  assert.equal(keys[0], keys[1])
  assert.equal(new Set(keys).size, 3)
})

test('each endpoint has its own limit, way and sizes', () => {
  assert.deepEqual(open().limits, { 'http:crm': { calls: 100, windowMs: 1_000 } })
  assert.equal(open().mostPerCall, 20)
  const { call } = open().plan(events(20, { endpoint: 'erp' }))
  assert.deepEqual([call?.endpoint, call?.inDoubt], ['http:erp', 'atMostOnce'])
  const crm = open().plan(events(20)).call
  assert.deepEqual([crm?.endpoint, crm?.inDoubt, crm?.chosen.length], ['http:crm', 'resend', 8])
})

test('413 with several: smaller ones by bytes from then on, and nothing is lost', async () => {
  status = body => (body.length > 500 ? 413 : 200)
  const { outcomes } = await drain(open(), events(24))
  assert.deepEqual(new Set([...outcomes.values()].map(({ kind }) => kind)), new Set(['delivered']))
  assert.equal(outcomes.size, 24)
  const sizes = counts()
  assert.ok(sizes[0] === 8 && sizes.slice(2).every(size => size <= 4), sizes.join())
})

test('one wrong event costs the others nothing: smaller ones find it, then they grow again', async () => {
  status = body => (body.includes('e-13/') ? 422 : 200)
  const { outcomes } = await drain(open(), events(40))
  const rejected = [...outcomes].filter(([, { kind }]) => kind !== 'delivered')
  assert.deepEqual(
    rejected.map(([, { kind }]) => kind),
    ['rejected'],
  )
  assert.match(JSON.stringify(rejected), /e-13\/rule\/http/)
  assert.equal(counts().at(-2), 8)
})
