import { z } from 'zod'
import { startSandbox, type StartOptions } from '../../sandbox/start.ts'
import type { Effect, SandboxFault } from './destination.ts'

const Page = z.object({
  next: z.number().nullable(),
  effects: z.array(
    z.looseObject({ seq: z.number(), kind: z.string(), subject: z.string().nullable(), id: z.string().nullable() }),
  ),
})
const Summary = z.object({ total: z.number(), forgotten: z.number() })
const Calls = z.object({
  next: z.number().nullable(),
  calls: z.array(z.object({ fault: z.string().optional(), body: z.unknown() })),
})

/** Answers are late by so much all the time: calls are under way whenever something is harmed. */
const latency = { fault: 'slow', ms: 60, times: 0 }

/** The receiver: a sandbox program, its faults, and what it says took effect. */
export class Receiver {
  readonly url: string
  readonly #stop: () => Promise<void>

  constructor(url: string, stop: () => Promise<void>) {
    this.url = url
    this.#stop = stop
  }

  static async start(name: string, options: StartOptions): Promise<Receiver> {
    const { url, stop } = await startSandbox(name, options)
    return new Receiver(url, stop)
  }

  /** No fault but that answers take their time. */
  async calm(): Promise<void> {
    await this.#clear()
    await this.#ask('POST', '/faults', latency)
  }

  async harm({ fault, settings }: SandboxFault, probability: number, seed: number): Promise<void> {
    if (settings) await this.#ask('PUT', '/settings', settings)
    if (!fault) return
    await this.#clear()
    await this.#ask('POST', '/faults', { times: 0, probability, seed, ...fault })
    await this.#ask('POST', '/faults', latency)
  }

  /** Nothing is late any more either. */
  async over(): Promise<void> {
    await this.#clear()
  }

  async #clear(): Promise<void> {
    await this.#ask('DELETE', '/faults')
  }

  /** How much took effect since the start. */
  async total(): Promise<number> {
    const { total, forgotten } = Summary.parse(await this.#ask('GET', '/effects?summary=1'))
    if (forgotten > 0) throw new Error('the sandbox has forgotten effects: the run says nothing')
    return total
  }

  /** Everything that took effect, in order. */
  async effects(): Promise<Effect[]> {
    const found: Effect[] = []
    for (let since = 0; ;) {
      const { next, effects } = Page.parse(await this.#ask('GET', `/effects?since=${since}&limit=20000`))
      found.push(...effects)
      if (next === null) return found
      since = next
    }
  }

  /** The bodies of the calls that a fault struck, late answers aside. */
  async bodiesStruck(): Promise<string[]> {
    const found: string[] = []
    for (let since = 0; ;) {
      const { next, calls } = Calls.parse(await this.#ask('GET', `/calls?since=${since}&limit=10000`))
      for (const { fault, body } of calls)
        if (fault !== undefined && fault !== latency.fault)
          found.push(typeof body === 'string' ? body : JSON.stringify(body))
      if (next === null) return found
      since = next
    }
  }

  stop(): Promise<void> {
    return this.#stop()
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`${method} /_sandbox${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}
