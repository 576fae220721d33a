/** Senders that are slow, or too many. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { serveAll } from './server.ts'
import { one, toy, yes } from './toy.ts'

const sockets: Socket[] = []
after(() => sockets.forEach(socket => socket.destroy()))

/** A connection that remembers what it was told. */
async function dial(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  const told: Buffer[] = []
  socket.on('data', (chunk: Buffer) => told.push(chunk))
  socket.on('error', () => undefined)
  const closed = new Promise<void>(done => socket.once('close', () => done()))
  await once(socket, 'connect')
  return { socket, closed, text: () => Buffer.concat(told).toString() }
}

const head = 'POST /ingress/toy HTTP/1.1\r\nHost: a\r\nX-Toy: yes\r\n'
const patience = { headersMs: 300, requestMs: 600, checkMs: 50, stopMs: 500 }

test('slow headers and slow bodies are cut off with 408, while others are served', async () => {
  const { url, post, metrics } = await serveAll([toy()], {}, {}, patience)
  const slowHead = await dial(url)
  const slowBody = await dial(url)
  slowHead.socket.write(head)
  slowBody.socket.write(`${head}Content-Length: 1000\r\n\r\n{"items"`)
  const drip = setInterval(() => {
    slowHead.socket.write('X-More: 1\r\n')
    slowBody.socket.write(' ')
  }, 50)
  const began = performance.now()
  assert.equal((await post({ items: [one] }, yes)).status, 200)
  await slowHead.closed
  assert.ok(performance.now() - began < 500, 'headers')
  await slowBody.closed
  clearInterval(drip)
  assert.ok(performance.now() - began < 1_000, 'body')
  assert.match(slowHead.text(), /^HTTP\/1\.1 408 /)
  await sleep(50)
  assert.match(await metrics.registry.metrics(), /ingress_open_requests\{source="toy"\} 0/)
})

test('a sender that breaks off costs nothing that lasts', async () => {
  const env = { SIGNALBOX_INGRESS_MAX_BYTES: '1048576' }
  const limits = { maxBodyBytes: 1_000_000, maxItems: 1, rate: 1_000 }
  const { url, post, metrics } = await serveAll([toy({ limits })], env)
  for (let round = 0; round < 10; round++) {
    const { socket, closed } = await dial(url)
    socket.write(`${head}Content-Length: 900000\r\n\r\n${'x'.repeat(500_000)}`)
    await sleep(20)
    socket.destroy()
    await closed
  }
  await sleep(50)
  const large = { items: [{ ...one, note: 'x'.repeat(700_000) }] }
  assert.equal((await post(large, yes)).status, 200, 'the bytes were given back')
  assert.match(await metrics.registry.metrics(), /ingress_open_requests\{source="toy"\} 0/)
})

test('of too many connections the last are closed', async () => {
  const { url } = await serveAll([toy()], { SIGNALBOX_HTTP_MAX_CONNECTIONS: '3' })
  const dialled = []
  for (let n = 0; n < 5; n++) dialled.push(await dial(url))
  await Promise.all(dialled.slice(3).map(({ closed }) => closed))
  const [first] = dialled
  first?.socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await first?.closed
  assert.match(first?.text() ?? '', /^HTTP\/1\.1 200 /)
})

test('headers without end are refused', async () => {
  const { url } = await serveAll([toy()])
  const { socket, closed, text } = await dial(url)
  socket.write(head + 'X-Flood: 0123456789\r\n'.repeat(2_000))
  await closed
  assert.match(text(), /^HTTP\/1\.1 431 /)
})

test('a stop waits neither for a connection that is silent nor for a body without end', async () => {
  const unhurried = { ...patience, headersMs: 60_000, requestMs: 60_000 }
  const { url, server } = await serveAll([toy()], {}, {}, unhurried)
  const silent = await dial(url)
  const endless = await dial(url)
  endless.socket.write(`${head}Content-Length: 1000\r\n\r\n{"items"`)
  await sleep(50)
  const began = performance.now()
  const stopped = server.close()
  await silent.closed
  assert.ok(performance.now() - began < 300, 'silent')
  await stopped
  assert.ok(performance.now() - began < 1_500, 'endless')
})
