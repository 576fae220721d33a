import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import { readSettings } from '../../../src/config.ts'
import { PushClient } from '../../../src/egress/push/client.ts'
import { pushTo } from './commands.ts'

test('a push: the app in the path, the key, the delivery id; a limit is told by our clock', async () => {
  let heard: { url: string; headers: IncomingHttpHeaders } | undefined
  const server = createServer((request, response) => {
    heard = { url: `${request.method} ${request.url}`, headers: request.headers }
    response.writeHead(429, { 'retry-after': '5' }).end('{"key":"QUOTA_EXCEEDED","errorMessage":"later"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const settings = readSettings({
    SIGNALBOX_PUSH_URL: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/gateway`,
    SIGNALBOX_PUSH_APP: 'field service',
    SIGNALBOX_PUSH_KEY: 'push-key-0451',
  })
  const client = new PushClient(settings, { now: () => 1_000 })
  const result = await client.plan([pushTo('ada')]).call?.send(new AbortController().signal)
  await client.close()
  server.close()
  assert.equal(heard?.url, 'POST /gateway/deployments/notifications/field%20service/push')
  assert.equal(heard.headers['otagappkey'], 'push-key-0451')
  assert.equal(heard.headers['x-mra-submitid'], 'e-1/rule/push')
  const limited = { kind: 'unavailable', reason: 'rate_limited: QUOTA_EXCEEDED: later', afterMs: 5_000 }
  assert.deepEqual(result, { outcomes: [limited], rate: { notBefore: 6_000 } })
})

test('a push that has expired while it waited is refused, and the next one goes', () => {
  const settings = readSettings({
    SIGNALBOX_PUSH_URL: 'http://127.0.0.1:1',
    SIGNALBOX_PUSH_APP: 'a',
    SIGNALBOX_PUSH_KEY: 'push-key-0451',
  })
  const client = new PushClient(settings, { now: () => 1_000 })
  const { refused, call } = client.plan([pushTo('ada', { expiresAt: 999 }), pushTo('ada')])
  assert.deepEqual(
    refused.map(({ at, reason }) => [at, reason.slice(0, 8)]),
    [[0, 'expired:']],
  )
  assert.deepEqual([call?.chosen, call?.inDoubt], [[1], 'resend'])
})
