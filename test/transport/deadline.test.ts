import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { test } from 'node:test'
import { within } from '../../src/transport/deadline.ts'
import { HttpCaller } from '../../src/transport/http-caller.ts'

test('a process that was stopped begins no further request of a call whose time is over, whenever its timers ring', async () => {
  let requests = 0
  const server = createServer((_, response) => {
    requests++
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const caller = new HttpCaller({
    ...{ origin: `http://127.0.0.1:${port}`, connections: 1, timeoutMs: 5_000, secrets: [] },
  })
  let now = 1_000
  const signal = within(new AbortController().signal, 60_000, { now: () => now })
  const call = () => caller.call({ method: 'POST', path: '/' }, signal)
  assert.equal('status' in (await call()), true)
  now += 60_000
  assert.equal(signal.aborted, false)
  assert.deepEqual(await call(), { sent: true, reason: 'timed_out: no time is left for another request' })
  assert.equal(requests, 1)
  await caller.close()
  server.close()
})
