import { z } from 'zod'
import { isJsonObject } from '../json.ts'

const eventSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().nullable().optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  data: z.unknown().optional(),
})
const batchSchema = z.strictObject({ events: z.array(eventSchema).min(1) })

export type HookEvent = z.output<typeof eventSchema>

/** The events of a body: a batch of them, or one. */
export function readBatch(body: unknown): z.ZodSafeParseResult<{ events: HookEvent[] }> {
  const isBatch = isJsonObject(body) && 'events' in body
  return batchSchema.safeParse(isBatch ? body : { events: [body] })
}
