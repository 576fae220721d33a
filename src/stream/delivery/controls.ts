import { DeliveryHold } from '../../../schemas/delivery-hold.generated.ts'
import { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import { z } from 'zod'
import { Fetcher, fullMessage, listOffsets, type Chunk } from '../../kafka/index.ts'
import type { Table } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { learnSchemas } from '../stage/reading.ts'

type Cluster = ConstructorParameters<typeof Fetcher>[0]
const limits = { waitMs: 500, maxBytes: 1_048_576, maxBytesPerPartition: 1_048_576 }

const Hold = z.object({ destination: z.string(), by: z.string(), at: z.number(), why: z.string() })
const Resolution = z.object({
  destination: z.string(),
  deliveryId: z.string(),
  as: z.enum(['delivered', 'resend', 'drop']),
  by: z.string(),
})
export type Resolution = z.output<typeof Resolution>

/** What operators have said about one destination. */
export class Orders {
  hold: z.output<typeof Hold> | undefined
  /** By the key of the row, which is deleted when it has been followed. */
  readonly resolutions = new Map<string, Resolution>()
  readonly #destination: string

  constructor(destination: string) {
    this.#destination = destination
  }

  /** A row of the control topic has changed; `value` undefined where it was deleted. */
  take(key: string, type: string, value: unknown): void {
    if (key === `hold/${this.#destination}`) this.hold = type === DeliveryHold.name ? Hold.parse(value) : undefined
    if (!key.startsWith(`resolve/${this.#destination}/`)) return
    if (type === DeliveryResolution.name) this.resolutions.set(key, Resolution.parse(value))
    else this.resolutions.delete(key)
  }
}

/** Follows the control topic: read whole at first, then as it changes. */
export class Controls {
  readonly orders: Orders
  readonly #engine: Engine
  readonly #cluster: Cluster
  readonly #fetcher: Fetcher
  readonly #topic: string
  #following = false

  constructor(engine: Engine, control: Table, destination: string, cluster: Cluster) {
    this.#engine = engine
    this.#cluster = cluster
    this.#fetcher = new Fetcher(cluster, limits, limits.maxBytes)
    this.#topic = onCluster(engine, control)
    this.orders = new Orders(destination)
  }

  /** Reads everything there is as of now; at once where that was done before. Rejects when `signal` aborts. */
  async load(signal: AbortSignal): Promise<void> {
    if (this.#following) return
    const place = [{ topic: this.#topic, partition: 0 }]
    const starts = await listOffsets(this.#cluster, place, 'start')
    const [end] = await listOffsets(this.#cluster, place, 'stable')
    this.#fetcher.assign(starts)
    let at = starts[0]?.offset ?? 0
    while (at < (end?.offset ?? 0)) {
      signal.throwIfAborted()
      for (const chunk of await this.#fetcher.poll(500, limits.maxBytes, signal)) {
        await this.#take(chunk, signal)
        at = chunk.next
      }
    }
    this.#following = true
  }

  /** Takes over what has changed since. */
  async follow(signal: AbortSignal): Promise<void> {
    if (!this.#following) return
    for (const chunk of await this.#fetcher.poll(0, limits.maxBytes, signal)) await this.#take(chunk, signal)
  }

  async #take(chunk: Chunk, signal: AbortSignal): Promise<void> {
    const { codec, log } = this.#engine
    await learnSchemas(this.#engine, chunk, signal)
    const cursor = chunk.cursor()
    while (cursor.next()) {
      try {
        const { type, value } = cursor.value === null ? { type: '', value: undefined } : codec.decode(cursor.value)
        this.orders.take(cursor.key?.toString('utf8') ?? '', type, value)
      } catch (error) {
        const where = { topic: chunk.topic, offset: cursor.offset }
        log.error({ ...where, reason: fullMessage(error) }, 'an order that cannot be read is not followed')
      }
    }
    this.#fetcher.done(chunk)
  }
}
