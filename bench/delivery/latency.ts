import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { z } from 'zod'
import { batchType, consent, view } from '../../test/event.ts'
import { startSandbox } from '../../test/sandbox/start.ts'
import { follow } from './journal.ts'
import type { OwnStack } from '../own-stack.ts'
import { envOf, startProgram } from './throughput.ts'

export interface LatencyOptions {
  readonly seconds: number
  /** Events a second. */
  readonly rate: number
}

const customers = 500
const connections = 32
/** Posts go out once in so many ms, those that are due. */
const everyMs = 10
const warmUpSeconds = 10
/** What is under way at the end has so long to arrive. */
const arriveMs = 20_000
const token = 'a-token-for-the-bench'
const headersOf = (type: string) => ({ authorization: `Bearer ${token}`, 'content-type': type })

/** What of a call's body tells which events are in it. */
const Body = z.object({ events: z.array(z.object({ properties: z.object({ event_id: z.string() }) })).default([]) })

/** Posts events at a pace and remembers when each was posted. */
class Source {
  readonly postedAt = new Map<string, number>()
  refused = 0
  readonly #pool: Pool
  readonly #size: number

  /** `size`: events in a post. */
  constructor(url: string, size: number) {
    this.#pool = new Pool(url, { connections })
    this.#size = size
  }

  async #post(body: unknown, type: string): Promise<void> {
    const request = { method: 'POST', path: '/ingress/http/events', headers: headersOf(type) } as const
    const answer = await this.#pool.request({ ...request, body: JSON.stringify(body) })
    await answer.body.dump()
    if (answer.statusCode !== 202) this.refused++
  }

  consentOfAll(): Promise<void> {
    return this.#post(
      Array.from({ length: customers }, (_, n) => consent(`customer-${n}`)),
      batchType,
    )
  }

  /** Posts `rate` events a second for so many seconds, and waits for the answers. */
  async run(name: string, { rate, seconds }: LatencyOptions): Promise<void> {
    const began = Date.now()
    const posts: Promise<void>[] = []
    for (let n = 0; n < rate * seconds;) {
      const due = Math.min(rate * seconds, ((Date.now() - began) * rate) / 1_000)
      for (; n + this.#size <= due; n += this.#size) posts.push(this.#send(name, n))
      await sleep(everyMs / 2)
    }
    await Promise.all(posts)
  }

  #send(name: string, from: number): Promise<void> {
    const events = Array.from({ length: this.#size }, (_, at) =>
      view(`${name}-${from + at}`, `customer-${(from + at) % customers}`),
    )
    const now = Date.now()
    for (const { id } of events) this.postedAt.set(id, now)
    return this.#size === 1 ? this.#post(events[0], 'application/cloudevents+json') : this.#post(events, batchType)
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}

/** When each event's calls reached the sandbox. */
async function arrivalsOf(url: string, isOver: (arrived: number) => boolean): Promise<Map<string, number[]>> {
  const arrivals = new Map<string, number[]>()
  const take = ({ body, atMs }: { body: unknown; atMs: number }) => {
    for (const { properties } of Body.safeParse(body).data?.events ?? [])
      arrivals.set(properties.event_id, [...(arrivals.get(properties.event_id) ?? []), atMs])
  }
  await follow(url, take, () => isOver(arrivals.size))
  return arrivals
}

function figuresOf({ postedAt, refused }: Source, arrivals: ReadonlyMap<string, readonly number[]>, name: string) {
  const late: number[] = []
  let missing = 0
  let duplicates = 0
  for (const [id, at] of postedAt) {
    const [first, ...more] = arrivals.get(id) ?? []
    duplicates += more.length
    if (first === undefined) missing++
    else if (id.startsWith(name)) late.push(first - at)
  }
  late.sort((a, b) => a - b)
  const part = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0
  return {
    events: late.length,
    refused,
    p50: part(0.5),
    p95: part(0.95),
    p99: part(0.99),
    max: part(1),
    missing,
    duplicates,
  }
}

async function run(stack: OwnStack, prefix: string, size: number, options: LatencyOptions) {
  const sandbox = await startSandbox('braze', { key: 'bench-key' })
  const env = envOf(stack, prefix, sandbox.url, sandbox.key)
  const whole = { SIGNALBOX_PARTS: 'ingress,process,deliver.braze', SIGNALBOX_ENV: 'development' }
  const rate = { SIGNALBOX_HTTP_TOKEN: token, SIGNALBOX_HTTP_RATE: '1000000' }
  const { child, url } = await startProgram({ ...env, ...whole, ...rate }, [])
  const source = new Source(url, size)
  try {
    await source.consentOfAll()
    await source.run('warm', { ...options, seconds: warmUpSeconds })
    await source.run('event', options)
    const deadline = Date.now() + arriveMs
    const isOver = (arrived: number) => arrived >= source.postedAt.size || Date.now() > deadline
    return figuresOf(source, await arrivalsOf(sandbox.url, isOver), 'event')
  } finally {
    await source.close()
    child.kill('SIGTERM')
    await once(child, 'exit')
    await sandbox.stop()
  }
}

/** From the post of an event to the call at Braze that carries it, ms by one clock: in batches of ten, and singly. */
export async function benchLatency(stack: OwnStack, options: LatencyOptions) {
  const batches = await run(stack, 'batches.', 10, options)
  console.error(JSON.stringify({ batches }))
  const singly = await run(stack, 'singly.', 1, options)
  const kept = [batches, singly].every(({ missing, duplicates, refused }) => missing + duplicates + refused === 0)
  return { ...options, batches, singly, kept }
}
