import { z } from 'zod'

const seconds = z.number().positive()

const endpointSchema = z.strictObject({
  /** The secrets that are good here, instead of the one of the command line. */
  secrets: z.array(z.string().min(1)).default([]),
  /** The status of success, with a JSON body that counts, or without any. */
  status: z.int().min(200).max(299).default(200),
  answer: z.enum(['json', 'empty']).default('json'),
  /** The same Idempotency-Key gets the first answer again, without a second effect. */
  dedupes: z.boolean().default(true),
  keySeconds: seconds.default(86_400),
  maxItems: z.int().min(1).default(100),
  maxBytes: z
    .int()
    .min(1)
    .default(256 * 1024),
  /** Calls in a window; null: as many as come. */
  limit: z
    .strictObject({ requests: z.int().min(1), windowSeconds: seconds })
    .nullable()
    .default(null),
  /** The endpoint is no more: 410. */
  gone: z.boolean().default(false),
})

export const settingsSchema = z.strictObject({
  /** By the name in `/hooks/{name}`. */
  endpoints: z.record(z.string().regex(/^[\w.-]+$/), endpointSchema).prefault({ events: {} }),
})
export type Settings = z.output<typeof settingsSchema>
export type Endpoint = z.output<typeof endpointSchema>
