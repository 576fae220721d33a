import { z } from 'zod'
import { webhookSchema } from '../http/webhook-sender.ts'

const seconds = z.number().positive()

export const settingsSchema = z.strictObject({
  /** Secrets that are good beside the one of the command line, while one is being changed for another. */
  moreSecrets: z.array(z.string().min(1)).default([]),
  /** How long an Idempotency-Key is remembered. */
  keySeconds: seconds.default(86_400),
  /** Calls in a window; null: as many as come. */
  limit: z
    .strictObject({ requests: z.int().min(1), windowSeconds: seconds })
    .nullable()
    .default(null),
  /** Types that are taken; all of them when empty. */
  types: z.array(z.string().min(1)).default([]),
  /** Where its own events go; null: nowhere, they wait. */
  webhook: webhookSchema.nullable().default(null),
})
export type Settings = z.output<typeof settingsSchema>
