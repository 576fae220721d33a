import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { XconnectorClient } from '../../../src/egress/xconnector/client.ts'
import { respondFor } from './commands.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`

test('an event: below the base address, with its key, and a signature that the public library takes', async () => {
  let heard: { url: string; headers: IncomingHttpHeaders; body: string } | undefined
  const server = createServer((request, response) => {
    void text(request).then(body => {
      heard = { url: `${request.method} ${request.url}`, headers: request.headers, body }
      response.writeHead(202).end('{"receipt_id":"r-1"}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/x/`
  const settings = readSettings({ SIGNALBOX_XCONNECTOR_URL: base, SIGNALBOX_XCONNECTOR_SECRET: secret })
  const client = new XconnectorClient(settings, systemClock)
  const result = await client.plan([respondFor('case-1')]).call?.send(new AbortController().signal)
  await client.close()
  server.close()
  assert.deepEqual(result?.outcomes, [{ kind: 'delivered', destinationId: 'r-1' }])
  assert.ok(heard)
  assert.equal(heard.url, 'POST /x/events')
  assert.match(heard.headers['content-type'] ?? '', /^application\/cloudevents\+json/)
  const headers = Object.fromEntries(Object.entries(heard.headers).map(([name, value]) => [name, String(value)]))
  assert.equal(headers['idempotency-key'], 'e-1/rule/xconnector')
  assert.equal(headers['webhook-id'], 'e-1/rule/xconnector')
  assert.deepEqual(new Webhook(secret).verify(heard.body, headers), JSON.parse(heard.body))
})

test('a secret that cannot sign stops the start, and is not shown', () => {
  const env = { SIGNALBOX_XCONNECTOR_URL: 'https://x.example', SIGNALBOX_XCONNECTOR_SECRET: 'not-that-form' }
  assert.throws(
    () => readSettings(env),
    (error: unknown) =>
      error instanceof Error &&
      /XCONNECTOR_SECRET: must be whsec_/.test(error.message) &&
      !/not-that/.test(error.message),
  )
})
