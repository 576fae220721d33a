import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { Command, Plan, Rate, SinkClient } from '../../stream/define.ts'
import { Endpoint } from './endpoint.ts'
import { batchOf } from './request.ts'

/**
 * Signed batches to the endpoints that the settings name. Where an endpoint's way is `resend`, a call in doubt is made again, and its events may then travel in other batches:
 * the receiver must dedupe by the id of each event. The idempotency key is that of a batch with exactly these events; to dedupe by it alone is not enough.
 */
export class HttpClient implements SinkClient {
  readonly concurrency = 8
  readonly mostPerCall: number
  readonly callTimeoutMs: number
  readonly limits: Readonly<Record<string, Rate>>
  readonly #endpoints: ReadonlyMap<string, Endpoint>

  constructor({ httpEndpoints = {}, deliveryTimeoutMs }: Settings, clock: Clock) {
    const named = Object.entries(httpEndpoints)
    const bounds = { connections: this.concurrency, timeoutMs: deliveryTimeoutMs }
    this.#endpoints = new Map(named.map(([name, settings]) => [name, new Endpoint(settings, bounds, clock)]))
    this.mostPerCall = Math.max(1, ...named.map(([, { most }]) => most))
    this.callTimeoutMs = deliveryTimeoutMs
    this.limits = Object.fromEntries(
      [...this.#endpoints].flatMap(([name, { rate }]) => (rate ? [[limitOf(name), rate]] : [])),
    )
  }

  plan(commands: readonly Command[]): Plan {
    const { refused, batch } = batchOf(commands, name => this.#endpoints.get(name)?.room)
    const endpoint = batch && this.#endpoints.get(batch.endpoint)
    if (!endpoint) return { refused, call: undefined }
    const { chosen, events } = batch
    const send = (signal: AbortSignal) => endpoint.send(events, signal)
    return { refused, call: { endpoint: limitOf(batch.endpoint), chosen, inDoubt: endpoint.inDoubt, send } }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#endpoints.values()].map(endpoint => endpoint.close()))
  }
}

const limitOf = (name: string): string => `http:${name}`
