import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../until.ts'
import { api, Frames } from './frames.ts'
import { Proxy, Trap } from './proxy.ts'

const request = (apiKey: number, body: string): Buffer => {
  const frame = Buffer.alloc(6 + body.length)
  frame.writeInt32BE(2 + body.length)
  frame.writeInt16BE(apiKey, 4)
  frame.write(body, 6)
  return frame
}

/** A broker that answers every piece with `ok` and writes down what it got. */
async function behindProxy(t: TestContext) {
  const got: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    const frames = new Frames()
    socket
      .on('error', () => undefined)
      .on('data', piece => {
        for (const { bytes } of frames.take(piece)) got.push(bytes.toString('utf8', 6))
        socket.write('ok')
      })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const proxy = await Proxy.open(typeof address === 'object' && address ? address.port : 0)
  t.after(async () => {
    await proxy.close()
    sockets.forEach(socket => socket.destroy())
    server.close()
  })
  return { got, proxy }
}

async function client(proxy: Proxy) {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' })
  const answers: string[] = []
  socket.on('data', piece => answers.push(piece.toString()))
  const closed = new Promise<void>(resolve => socket.on('error', () => undefined).once('close', () => resolve()))
  await Promise.race([once(socket, 'connect'), closed]).catch(() => undefined)
  return { socket, answers, closed }
}

test('requests come out whole, however they are cut into pieces', () => {
  const frames = new Frames()
  const bytes = Buffer.concat([request(26, 'end'), request(0, 'p'.repeat(100)), request(3, '')])
  const out = Array.from(bytes, byte => frames.take(Buffer.from([byte]))).flat()
  assert.deepEqual(
    out.map(({ apiKey, bytes: whole }) => [apiKey, whole.length]),
    [
      [26, 9],
      [0, 106],
      [3, 6],
    ],
  )
  assert.deepEqual(Buffer.concat(out.map(frame => frame.bytes)), bytes)
})

for (const when of ['before', 'after'] as const)
  test(`cut ${when} an EndTxn: the broker has it ${when === 'after' ? 'and the answer is lost' : 'not'}; the next connection works`, async t => {
    const { got, proxy } = await behindProxy(t)
    const trap = new Trap('EndTxn', when)
    proxy.trap = trap
    const first = await client(proxy)
    first.socket.write(request(api.Produce, 'produce'))
    await until(
      () => Promise.resolve(first.answers.length),
      count => count > 0,
    )
    first.socket.write(request(api.EndTxn, 'end'))
    await Promise.all([first.closed, trap.sprung])
    await sleep(30)
    assert.deepEqual(got, when === 'after' ? ['produce', 'end'] : ['produce'])
    assert.deepEqual(first.answers, ['ok'])
    const second = await client(proxy)
    second.socket.write(request(api.EndTxn, 'again'))
    await until(
      () => Promise.resolve(second.answers.length),
      count => count > 0,
    )
    assert.equal(got.at(-1), 'again', 'a trap goes off once')
    second.socket.destroy()
  })

test('cut: connections end and new ones are refused, for the time that was said', async t => {
  const { got, proxy } = await behindProxy(t)
  const before = await client(proxy)
  const cut = proxy.cut(150)
  await before.closed
  const during = await client(proxy)
  await during.closed
  await cut
  const after = await client(proxy)
  after.socket.write(request(0, 'after'))
  await until(
    () => Promise.resolve(got.length),
    count => count > 0,
  )
  assert.deepEqual(got, ['after'])
  after.socket.destroy()
})

test('stall: nothing passes, then everything does, in order; connections of meanwhile wait too', async t => {
  const { got, proxy } = await behindProxy(t)
  const open = await client(proxy)
  const stalled = proxy.stall(200)
  open.socket.write(request(0, 'one'))
  open.socket.write(request(0, 'two'))
  const late = await client(proxy)
  late.socket.write(request(0, 'late'))
  await sleep(120)
  assert.deepEqual(got, [])
  await stalled
  await until(
    () => Promise.resolve(got.length),
    count => count === 3,
  )
  assert.deepEqual(
    got.filter(body => body !== 'late'),
    ['one', 'two'],
  )
  open.socket.destroy()
  late.socket.destroy()
})
