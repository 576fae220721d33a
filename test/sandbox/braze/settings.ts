import { z } from 'zod'
import { limitsSchema } from './limits.ts'
import { workspaceShape } from './workspace-settings.ts'

export type { Pool } from './limits.ts'

const key = z.strictObject({
  key: z.string().min(1),
  /** Such as `users.track`; all when left out. */
  permissions: z.array(z.string()).optional(),
})

/** What can be switched while the sandbox runs; each default is what Braze's newest documentation says. */
export const settingsSchema = z.strictObject({
  /** Keys beside the one of the command line, which may do everything. */
  keys: z.array(key).default([]),
  /** `combined`: `maxObjects` in the three arrays together. `legacy`: `maxObjects` in each of them. */
  mode: z.enum(['combined', 'legacy']).default('combined'),
  maxObjects: z.int().min(1).default(75),
  /** Sizes of /users/track/bulk. */
  bulk: z
    .strictObject({
      maxObjects: z.int().min(1).default(1000),
      maxObjectsPerUser: z.int().min(1).default(100),
      maxBytes: z
        .int()
        .min(1)
        .default(2 * 1024 * 1024),
    })
    .prefault({}),
  /** How `type` is worded in the errors of single objects. */
  errorDialect: z.enum(['sentence', 'enum']).default('sentence'),
  /**
   * `epoch`: Reset is UTC epoch seconds, and the headers are on a 429 too. `delta` (MAU plans, /users/track only): Reset
   * is the seconds left, and a 429 carries X-Ratelimit-Retry-After alone.
   */
  headerDialect: z.enum(['epoch', 'delta']).default('epoch'),
  /** Windows are fixed and aligned to the clock. */
  limits: limitsSchema,
  /** Time between a 201 and the moment its data is applied; what is accepted first is applied first. */
  visibilityDelayMs: z.int().min(0).max(600_000).default(0),
  /** How long a repeated `external_send_id` is answered with "has been queued"; the documentation says "recently". */
  externalSendQueuedMs: z.int().min(0).default(1000),
  /** Braze blocks some dummy ids and does not publish which. */
  blockedExternalIds: z.array(z.string()).default([]),
  ...workspaceShape,
})

export type Settings = z.output<typeof settingsSchema>
export type Dialect = Settings['errorDialect']
