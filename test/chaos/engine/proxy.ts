import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { host } from '../../../src/stack/ports.ts'
import { api, Frames, type Api } from './frames.ts'

/** Lies in wait for the next request of a kind and ends its connection; one trap may be set in several proxies and goes off once. */
export class Trap {
  readonly api: Api
  /** before: the request never reaches the broker. after: it does, and the answer never reaches the client. */
  readonly when: 'before' | 'after'
  /** Resolves when it has gone off. */
  readonly sprung: Promise<void>
  #spring: (() => void) | undefined

  constructor(name: Api, when: 'before' | 'after') {
    this.api = name
    this.when = when
    this.sprung = new Promise(resolve => (this.#spring = resolve))
  }

  /** True once, for the first request of its kind. */
  catches(apiKey: number): boolean {
    if (!this.#spring || apiKey !== api[this.api]) return false
    this.#spring()
    this.#spring = undefined
    return true
  }
}

/** Stands between clients and one broker: passes bytes on until it is told to cut, to stall or to lie in wait. */
export class Proxy {
  readonly #server: Server
  readonly #upstream: number
  readonly #links = new Set<Link>()
  #refusing = 0
  #stalling = 0
  #trap: Trap | undefined

  private constructor(server: Server, upstream: number) {
    this.#server = server
    this.#upstream = upstream
    server.on('connection', client => this.#accept(client))
  }

  static async open(upstream: number): Promise<Proxy> {
    const server = createServer().listen({ port: 0, host })
    await once(server, 'listening')
    return new Proxy(server, upstream)
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  get connections(): number {
    return this.#links.size
  }

  /** Ends every connection and refuses new ones for so long. */
  async cut(ms: number): Promise<void> {
    this.#refusing++
    for (const link of this.#links) link.destroy()
    await sleep(ms)
    this.#refusing--
  }

  /** Passes nothing on, in neither direction, for so long; then everything that has come meanwhile. */
  async stall(ms: number): Promise<void> {
    this.#stalling++
    for (const link of this.#links) link.pause()
    await sleep(ms)
    this.#stalling--
    if (this.#stalling === 0) for (const link of this.#links) link.resume()
  }

  set trap(trap: Trap | undefined) {
    this.#trap = trap
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const link of this.#links) link.destroy()
    await closed
  }

  #accept(client: Socket): void {
    if (this.#refusing > 0) {
      client.on('error', () => undefined)
      client.resetAndDestroy()
      return
    }
    const link = new Link(client, connect({ port: this.#upstream, host }), () => this.#trap)
    this.#links.add(link)
    void link.ended.then(() => this.#links.delete(link))
    if (this.#stalling > 0) link.pause()
  }
}

/** One connection: the client's half, the broker's half, and the requests that pass. */
class Link {
  readonly ended: Promise<void>
  readonly #client: Socket
  readonly #broker: Socket
  #paused = false

  constructor(client: Socket, broker: Socket, trap: () => Trap | undefined) {
    this.#client = client.setNoDelay(true)
    this.#broker = broker.setNoDelay(true)
    const frames = new Frames()
    client.on('data', piece => {
      for (const { apiKey, bytes } of frames.take(piece)) {
        if (broker.writableEnded || broker.destroyed) return
        const set = trap()
        if (set?.catches(apiKey)) this.#part(set.when === 'after' ? bytes : undefined)
        else if (!broker.write(bytes)) this.#wait(client, broker)
      }
    })
    broker.on('data', piece => {
      if (!client.destroyed && !client.write(piece)) this.#wait(broker, client)
    })
    const halves = [client, broker].map(half => {
      half.on('error', () => undefined).on('close', () => this.destroy())
      return new Promise(resolve => half.once('close', resolve))
    })
    this.ended = Promise.all(halves).then(() => undefined)
  }

  pause(): void {
    this.#paused = true
    this.#client.pause()
    this.#broker.pause()
  }

  resume(): void {
    this.#paused = false
    this.#client.resume()
    this.#broker.resume()
  }

  destroy(): void {
    if (!this.#client.destroyed) this.#client.destroy()
    // What the broker was sent shall reach it: an orderly end, no reset.
    if (!this.#broker.destroyed) this.#broker.end().resume()
  }

  /** Ends both halves; `last` still goes to the broker. */
  #part(last: Buffer | undefined): void {
    this.#broker.end(last ?? '')
    this.#client.resetAndDestroy()
  }

  #wait(from: Socket, to: Socket): void {
    from.pause()
    to.once('drain', () => {
      if (!this.#paused) from.resume()
    })
  }
}
