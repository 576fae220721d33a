import { once } from 'node:events'
import type { ISocketFactory } from 'kafkajs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { host } from '../../../src/stack/ports.ts'

/** Kafka's request keys that the tests aim at. */
export const api = {
  produce: 0,
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  joinGroup: 11,
  heartbeat: 12,
  syncGroup: 14,
  addPartitionsToTxn: 24,
  endTxn: 26,
  txnOffsetCommit: 28,
} as const

/** One request on its way to a broker. */
export interface Request {
  readonly api: number
  readonly version: number
  /** The port of the broker it goes to. */
  readonly broker: number
  /** How many of this kind this network has seen before it. */
  readonly earlier: number
  /** Resolves when the broker has answered it. */
  readonly answered: Promise<void>
  /** Breaks the client's end of the connection; what is on its way to the broker still arrives there. */
  cut(): void
}

/** What happens to requests and answers. A promise holds a request, and what follows it on the connection, until it resolves. */
export interface Faults {
  request?: (request: Request) => Promise<void> | undefined
  /** What the client gets instead of the answer (all after its length); undefined: the answer is lost with the connection. */
  answer?: (request: Request, answer: Buffer) => Buffer | undefined
  /** The answers whose first half alone arrives, before the connection ends. */
  halve?: (request: Request) => boolean
}

/** A client's network: real sockets to real brokers that pass a place where a test can hold, lose and change single messages. */
export class FaultyNetwork {
  readonly #servers: readonly Server[]
  readonly #sockets = new Set<Socket>()
  readonly #seen = new Map<number, number>()
  readonly #ports: ReadonlyMap<number, number>
  #faults: Faults = {}

  private constructor(servers: readonly Server[], ports: ReadonlyMap<number, number>) {
    this.#servers = servers
    this.#ports = ports
  }

  /** To the brokers at these addresses (host:port, separated by commas). */
  static async open(brokers: string): Promise<FaultyNetwork> {
    const targets = brokers.split(',').map(address => Number(address.split(':')[1]))
    const servers = targets.map(() => createServer())
    await Promise.all(servers.map(server => once(server.listen(0, host), 'listening')))
    const ports = new Map(servers.map((server, n) => [targets[n] ?? 0, portOf(server)]))
    const network = new FaultyNetwork(servers, ports)
    servers.forEach((server, n) => server.on('connection', client => network.#carry(client, targets[n] ?? 0)))
    return network
  }

  /** Give this to a client. */
  readonly socketFactory: ISocketFactory = ({ host: name, port, onConnect }) =>
    connect({ host: name, port: this.#ports.get(port) ?? port }, onConnect)

  /** From now on; counting begins again. */
  set(faults: Faults): void {
    this.#faults = faults
    this.#seen.clear()
  }

  /** How many requests of a kind have passed since `set`. */
  count(key: number): number {
    return this.#seen.get(key) ?? 0
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    for (const server of this.#servers) server.close()
  }

  #carry(client: Socket, port: number): void {
    const upstream = connect({ host, port })
    const waiting = new Map<number, { request: Request; done: () => void }>()
    let order = Promise.resolve()
    let isCut = false
    const cut = () => {
      isCut = true
      client.destroy()
    }
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket)
      socket.setNoDelay(true).on('error', () => undefined)
    }
    client.on('close', () => void order.then(() => isCut || upstream.destroy()))
    upstream.on('close', () => client.destroy())
    inFrames(client, frame => {
      const key = frame.readInt16BE(0)
      const earlier = this.count(key)
      this.#seen.set(key, earlier + 1)
      let done: () => void = () => undefined
      const answered = new Promise<void>(resolve => {
        done = resolve
      })
      const request = { api: key, version: frame.readInt16BE(2), broker: port, earlier, answered, cut }
      waiting.set(frame.readInt32BE(4), { request, done })
      order = order.then(() => this.#faults.request?.(request)).then(() => void upstream.write(framed(frame)))
    })
    inFrames(upstream, frame => {
      const asked = waiting.get(frame.readInt32BE(0))
      if (!asked) return
      waiting.delete(frame.readInt32BE(0))
      const answer = this.#faults.answer ? this.#faults.answer(asked.request, frame) : frame
      if (!answer) client.destroy()
      else if (this.#faults.halve?.(asked.request))
        client.write(framed(answer).subarray(0, answer.length / 2), () => client.destroy())
      else client.write(framed(answer))
      asked.done()
    })
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function framed(frame: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(frame.length)
  return Buffer.concat([size, frame])
}

/** Calls `take` with each message of the stream, without its length. */
function inFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let read = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    read = Buffer.concat([read, chunk])
    while (read.length >= 4 && read.length >= 4 + read.readInt32BE(0)) {
      const end = 4 + read.readInt32BE(0)
      take(read.subarray(4, end))
      read = read.subarray(end)
    }
  })
}
