/** Secrets are planted wherever a setting or a request holds one, everything that can go wrong is made to go wrong, and then nothing that was written holds any of them. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { signalbox } from '../command.ts'
import { consent, event, view } from '../event.ts'
import { eachStored, topicsOf } from '../hostile/stored.ts'
import { secretOf, signed } from '../ingress/frame/signing.ts'
import { newPrefix, stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'
import { send } from '../hostile/send.ts'
import { head } from '../hostile/attempt.ts'
import { heard, startEcho } from './secrets/echo.ts'
import { formsOf, plant, planted } from './secrets/planted.ts'

/** Where something was written, and what. */
const written: [where: string, text: string][] = []
/** Is in events that are refused: what is searched must hold it, or nothing was searched. */
const witness = `witness-${randomBytes(9).toString('hex')}`

const folder = mkdtempSync(join(tmpdir(), 'signalbox-secrets-'))
const tokens = {
  http: plant('http-token'),
  currents: plant('currents-token'),
  webhooks: plant('webhook-secret'),
  push: plant('push-webhook-secret', secretOf),
  xconnector: plant('xconnector-webhook-secret', secretOf),
}
let echo: Server
let pipeline: TestPipeline
let url: string
let echoUrl: string

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const destinations = (at: string): Record<string, string> => ({
  SIGNALBOX_BRAZE_URL: at,
  SIGNALBOX_BRAZE_KEY: plant('braze-key'),
  SIGNALBOX_ECM_URL: `${at}/otcs/cs`,
  SIGNALBOX_ECM_USER: 'signalbox',
  SIGNALBOX_ECM_PASSWORD: plant('ecm-password'),
  SIGNALBOX_WORKFLOW_URL: at,
  SIGNALBOX_WORKFLOW_TENANT: 'tenant',
  SIGNALBOX_WORKFLOW_CLIENT: 'client',
  SIGNALBOX_WORKFLOW_SECRET: plant('workflow-oauth-secret'),
  SIGNALBOX_PUSH_URL: at,
  SIGNALBOX_PUSH_APP: 'app',
  SIGNALBOX_PUSH_KEY: plant('push-key'),
  SIGNALBOX_XCONNECTOR_URL: at,
  SIGNALBOX_XCONNECTOR_SECRET: plant('xconnector-secret', secretOf),
  SIGNALBOX_HTTP_ENDPOINTS: file('endpoints.json', {
    erp: { url: at, secret: plant('endpoint-secret', secretOf), inDoubt: 'resend' },
  }),
})

const sources = (): Record<string, string> => ({
  SIGNALBOX_HTTP_TOKEN: tokens.http,
  SIGNALBOX_HTTP_SOURCES: file('sources.json', { shop: { token: plant('sender-token'), rate: 1 } }),
  SIGNALBOX_BRAZE_CURRENTS_TOKEN: tokens.currents,
  SIGNALBOX_BRAZE_WEBHOOK_SECRET: tokens.webhooks,
  SIGNALBOX_PUSH_WEBHOOK_SECRETS: `${tokens.push},${plant('old-push-webhook-secret', secretOf)}`,
  SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: tokens.xconnector,
})

before(async () => {
  echo = await startEcho()
  const address = echo.address()
  assert.ok(typeof address === 'object' && address)
  echoUrl = `http://127.0.0.1:${address.port}`
  pipeline = await startPipeline({
    ...destinations(echoUrl),
    ...sources(),
    SIGNALBOX_REGISTRY_USER: 'signalbox',
    SIGNALBOX_REGISTRY_PASSWORD: plant('registry-password'),
    SIGNALBOX_LOG_LEVEL: 'debug',
  })
  url = pipeline.url
})
after(async () => {
  await pipeline.stop()
  echo.close()
  rmSync(folder, { recursive: true })
})

async function post(path: string, body: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body, headers })
  const said = [...answer.headers].map(line => line.join(': ')).join('\n')
  written.push([`the answer of ${path}`, `${said}\n${await answer.text()}`])
  return answer.status
}

/** A way to an endpoint: who sends, rightly and wrongly, and what. */
interface Way {
  readonly path: string
  readonly type: string
  readonly right: (body: string) => Record<string, string>
  readonly wrong: (body: string) => Record<string, string>
  readonly good: unknown
  readonly bad: unknown
}

const bearer = (token: string) => () => ({ authorization: `Bearer ${token}` })
function signing(name: string, secret: string) {
  return (body: string) => {
    const headers = signed(body, { id: `message-${randomBytes(6).toString('hex')}`, at: Date.now(), with: secret })
    planted.set(`${name} signature ${planted.size}`, (headers['webhook-signature'] ?? '').slice('v1,'.length))
    return headers
  }
}

const unknownType = event('w-1', 'no.such_type', 'ann', { note: witness })
const ways: readonly Way[] = [
  {
    path: '/ingress/http/events',
    type: 'application/cloudevents-batch+json',
    right: bearer(tokens.http),
    wrong: bearer(plant('wrong-http-token')),
    good: [
      consent('ann'),
      view('e-1', 'ann'),
      { ...event('e-2', 'customer.signed_up', 'ann', { country: 7, note: witness }) },
    ],
    bad: [unknownType],
  },
  {
    path: '/ingress/braze/currents',
    type: 'application/json',
    right: bearer(tokens.currents),
    wrong: bearer(plant('wrong-currents-token')),
    good: {
      events: [
        { event_type: 'users.behaviors.app.SessionStart', id: 'c-1', time: 1_700_000_000, external_user_id: 'ann' },
      ],
    },
    bad: { events: [{ event_type: 7, note: witness }] },
  },
  {
    path: '/ingress/braze/webhooks',
    type: 'application/json',
    right: () => ({ 'x-signalbox-secret': tokens.webhooks }),
    wrong: () => ({ 'x-signalbox-secret': plant('wrong-webhook-secret') }),
    good: { action: 'push_requested', dispatch_id: 'd-1', user_id: 'ann', campaign_id: 'c-1', title: 't', body: 'b' },
    bad: { action: 'push_requested', note: witness },
  },
  {
    path: '/ingress/push',
    type: 'application/json',
    right: signing('push', tokens.push),
    wrong: signing('wrong push', plant('wrong-push-webhook-secret', secretOf)),
    good: { event_id: 'p-1', event_time: '2026-03-01T12:00:00Z', type: 'order.shipped', customer: 'ann', title: 't' },
    bad: { event_id: 7, note: witness },
  },
  {
    path: '/ingress/xconnector',
    type: 'application/cloudevents+json',
    right: signing('xconnector', tokens.xconnector),
    wrong: signing('wrong xconnector', plant('wrong-xconnector-webhook-secret', secretOf)),
    good: event('x-1', 'xconnector.customer.called', 'ann', {}),
    bad: { specversion: '1.0', id: 'x-2', note: witness },
  },
]

/** Credentials where they do not belong, as careless senders put them. */
const misplaced = () => ({
  cookie: `session=${plant(`cookie-${planted.size}`)}`,
  'x-api-key': plant(`api-key-${planted.size}`),
  'proxy-authorization': `Basic ${plant(`proxy-password-${planted.size}`, text => Buffer.from(`user:${text}`).toString('base64'))}`,
})

for (const { path, type, right, wrong, good, bad } of ways)
  test(`${path}: taken, refused, and kept as a dead letter`, async () => {
    const [fine, faulty] = [JSON.stringify(good), JSON.stringify(bad)]
    const media = { 'content-type': type, ...misplaced() }
    assert.equal(await post(path, fine, { ...media, ...right(fine) }), 202)
    assert.equal(await post(path, fine, { ...media, ...wrong(fine) }), 401)
    assert.equal(await post(`${path}?token=${plant(`query-${planted.size}`)}`, fine, { ...media, ...wrong(fine) }), 401)
    assert.ok([202, 400].includes(await post(path, faulty, { ...media, ...right(faulty) })))
    for (const [body, more] of [
      ['{', {}],
      ['', {}],
      [fine, { 'content-encoding': 'gzip' }],
      [fine, { 'content-encoding': 'x' }],
      [fine, { 'content-type': 'text/x' }],
      [' '.repeat(6_000_000), {}],
    ] as const)
      await post(path, body, { ...media, ...right(body), ...more }).catch(() => 0)
  })

test('what is no HTTP, and what is at no path', async () => {
  const { hostname, port } = new URL(url)
  const secret = plant('raw-token')
  const lines = [
    ['authorization', `Bearer ${secret}`],
    ['content-length', '9, 8'],
  ] as const
  for (const path of ['/ingress/http/events', '/ingress/nowhere', `http://user:${secret}@ingress/ingress/nowhere`])
    for (const bytes of [Buffer.from(head('POST', path, lines)), Buffer.from(`\0 ${path} ${secret}\r\n\r\n`)])
      await send(
        { host: hostname, port: Number(port) },
        { kind: 'raw', path, parts: [{ bytes, pauseMs: 0 }], then: 'end', waitMs: 500 },
      )
  await post(`/ingress/nowhere?token=${secret}`, '{}', bearer(secret)())
})

test('settings that are wrong, and a Kafka that does not let us in', async () => {
  const base = {
    SIGNALBOX_KAFKA_BROKERS: stack().brokers,
    SIGNALBOX_REGISTRY_URL: stack().registry,
    SIGNALBOX_TOPIC_PREFIX: newPrefix(),
  }
  const wrongs: Record<string, string>[] = [
    {
      ...base,
      SIGNALBOX_HTTP_TOKEN: ' ',
      SIGNALBOX_REGISTRY_URL: `http://signalbox:${plant('password-in-url')}@127.0.0.1:1`,
    },
    { ...base, SIGNALBOX_XCONNECTOR_URL: echoUrl, SIGNALBOX_XCONNECTOR_SECRET: plant('malformed-secret') },
    { ...base, SIGNALBOX_PUSH_WEBHOOK_SECRETS: plant('malformed-webhook-secret') },
    { ...base, SIGNALBOX_HTTP_SOURCES: file('wrong.json', { shop: { token: plant('shared-token'), rate: -1 } }) },
    {
      ...base,
      SIGNALBOX_KAFKA_SASL: 'oauthbearer',
      SIGNALBOX_KAFKA_OAUTH_URL: echoUrl,
      SIGNALBOX_KAFKA_OAUTH_CLIENT_ID: 'client',
      SIGNALBOX_KAFKA_OAUTH_CLIENT_SECRET: plant('kafka-oauth-secret'),
    },
    {
      ...base,
      SIGNALBOX_KAFKA_SASL: 'plain',
      SIGNALBOX_KAFKA_USER: 'user',
      SIGNALBOX_KAFKA_PASSWORD: plant('kafka-password'),
    },
  ]
  const ended = await Promise.all(
    wrongs.map(env => signalbox(['topics', 'check'], { ...env, SIGNALBOX_LOG_LEVEL: 'debug' })),
  )
  for (const [n, { status, stdout, stderr }] of ended.entries()) {
    assert.notEqual(status, 0, `${n} was to fail`)
    written.push([`the start with wrong settings ${n}`, stdout + stderr])
  }
})

test('nothing that was written holds a secret', async () => {
  // The pollers and a sink have met the destination that repeats what it hears, and said what they think of it.
  const met = await until(
    () => Promise.resolve([...heard].join(' ')),
    paths => /auth/.test(paths) && /token/.test(paths) && paths.includes('/users/track'),
    15_000,
  )
  assert.match(met, /\/users\/track/)
  assert.match(met, /auth/)
  assert.match(met, /token/)
  await sleep(1_000)
  for (const path of ['/metrics', '/readyz', '/healthz', '/openapi.json'])
    written.push([path, await (await fetch(`${url}${path}`)).text()])
  written.push(['the log', pipeline.log()])
  const { brokers } = stack()
  const topics = await topicsOf(brokers, pipeline.prefix)
  const inTopics = new Map<string, number>()
  await eachStored(brokers, topics, ({ key, value, headers }, topic) => {
    const named = Object.entries(headers ?? {}).map(([name, text]) => `${name}: ${String(text)}`)
    written.push([
      `the topic ${topic.slice(pipeline.prefix.length)}`,
      [String(key), String(value), ...named].join('\n'),
    ])
    inTopics.set(topic, (inTopics.get(topic) ?? 0) + 1)
  })

  assert.ok(
    written.some(([where, text]) => where === 'the topic dead.letters' && text.includes(witness)),
    'dead letters were read',
  )
  for (const name of ['customer.events', 'braze.events', 'campaign.events', 'push.events', 'xconnector.events'])
    assert.ok(inTopics.has(pipeline.prefix + name), `${name} was read`)
  const found = [...planted].flatMap(([name, secret]) =>
    written
      .filter(([, text]) => formsOf(secret).some(form => text.includes(form)))
      .map(([where]) => `${name} is in ${where}`),
  )
  assert.deepEqual([...new Set(found)], [])
})
