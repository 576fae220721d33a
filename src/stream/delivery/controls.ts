import { DeliveryHold } from '../../../schemas/delivery-hold.generated.ts'
import { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import { z } from 'zod'
import type { Table } from '../define.ts'
import type { Engine } from '../stage/engine.ts'
import { TableFollower } from '../stage/table-follower.ts'

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
  readonly #follower: TableFollower

  constructor(engine: Engine, control: Table, destination: string) {
    this.orders = new Orders(destination)
    this.#follower = new TableFollower(engine, [control], (_table, { key, value }) => {
      const { type, value: order } = value === null ? { type: '', value: undefined } : engine.codec.decode(value)
      this.orders.take(key?.toString('utf8') ?? '', type, order)
    })
  }

  /** Reads everything there is as of now; at once where that was done before. Rejects when `signal` aborts. */
  load(signal: AbortSignal): Promise<void> {
    return this.#follower.load(signal)
  }

  /** Takes over what has changed since. */
  follow(signal: AbortSignal): Promise<void> {
    return this.#follower.follow(signal)
  }

  close(): Promise<void> {
    return this.#follower.close()
  }
}
