import { z } from 'zod'
import type { RecordSchema } from '../../../schemas/record.ts'
import { DeliveryHold } from '../../../schemas/delivery-hold.generated.ts'
import { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import type { Placed } from '../../kafka/index.ts'
import { readTopic } from '../read-topic.ts'
import { decoded, type VerbContext } from '../verb-context.ts'

const Hold = z.object({ destination: z.string(), by: z.string(), at: z.number(), why: z.string() })
const Resolution = z.object({
  destination: z.string(),
  deliveryId: z.string(),
  as: z.enum(['delivered', 'resend', 'drop']),
  by: z.string(),
  at: z.number(),
})

/** What operators have said and not taken back, and nobody has followed yet. */
export interface Orders {
  /** By destination. */
  readonly holds: ReadonlyMap<string, DeliveryHold>
  /** By the row's key. */
  readonly resolutions: ReadonlyMap<string, DeliveryResolution>
  /** Where the last deletion of each key lies. */
  readonly deletions: ReadonlyMap<string, number>
}

export const holdKey = (destination: string): string => `hold/${destination}`
export const resolutionKey = (destination: string, deliveryId: string): string => `resolve/${destination}/${deliveryId}`

/** The control topic as it is now. A row that cannot be read is left out, as the deliver stages do. */
export async function ordersOf(context: VerbContext): Promise<Orders> {
  const holds = new Map<string, DeliveryHold>()
  const resolutions = new Map<string, DeliveryResolution>()
  const deletions = new Map<string, number>()
  for await (const { key: bytes, value, offset } of readTopic(context, context.topology.control)) {
    const key = bytes?.toString('utf8') ?? ''
    if (value === null) {
      holds.delete(key.replace(/^hold\//, ''))
      resolutions.delete(key)
      deletions.set(key, offset)
      continue
    }
    const read = await decoded(context.codec, value)
    if (typeof read === 'string') continue
    if (read.type === DeliveryHold.name && key.startsWith('hold/')) holds.set(key.slice(5), Hold.parse(read.value))
    if (read.type === DeliveryResolution.name) resolutions.set(key, Resolution.parse(read.value))
  }
  return { holds, resolutions, deletions }
}

/** A row of the control topic. */
export const controlRow = <T>(context: VerbContext, key: string, schema: RecordSchema<string, T>, value: T): Placed =>
  place(context, key, context.codec.encode(schema, value))

/** Deletes a row of the control topic. */
export const controlDeletion = (context: VerbContext, key: string): Placed => place(context, key, null)

const place = ({ topology, clock, nameOf }: VerbContext, key: string, value: Buffer | null): Placed => ({
  topic: nameOf(topology.control),
  partition: 0,
  record: { key: Buffer.from(key), value, headers: [], timestamp: clock.now() },
})
