import { z } from 'zod'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'

const limit = z.strictObject({
  requests: z.int().min(0),
  windowSeconds: z.int().min(1),
})

/** What can be switched while the sandbox runs; each default is what Braze's newest documentation says. */
const settingsSchema = z.strictObject({
  /** `combined`: `maxObjects` in the three arrays together. `legacy`: `maxObjects` in each of them. */
  mode: z.enum(['combined', 'legacy']).default('combined'),
  maxObjects: z.int().min(1).default(75),
  /** How `type` is worded in the errors of single objects. */
  errorDialect: z.enum(['sentence', 'enum']).default('sentence'),
  /**
   * `epoch`: Reset is UTC epoch seconds, and the headers are on a 429 too. `delta` (MAU plans, /users/track only): Reset
   * is the seconds left, and a 429 carries X-Ratelimit-Retry-After alone.
   */
  headerDialect: z.enum(['epoch', 'delta']).default('epoch'),
  /** Requests in one window; windows are fixed and aligned to the clock. */
  limits: z
    .strictObject({
      '/users/track': limit.default({ requests: 3000, windowSeconds: 3 }),
      '/users/export/ids': limit.default({ requests: 250, windowSeconds: 60 }),
    })
    .prefault({}),
  /** Time between a 201 and the moment its data is applied; what is accepted first is applied first. */
  visibilityDelayMs: z.int().min(0).max(600_000).default(0),
  /** Braze blocks some dummy ids and does not publish which. */
  blockedExternalIds: z.array(z.string()).default([]),
})

export type Settings = z.infer<typeof settingsSchema>
export type Pool = keyof Settings['limits']
export type Dialect = Settings['errorDialect']

export const defaultSettings: Settings = settingsSchema.parse({})

/** The settings with the given ones replaced, limits one by one. Throws a ZodError that names the wrong field. */
export function changeSettings(current: Settings, change: JsonObject): Settings {
  const limits = isJsonObject(change['limits']) ? { ...current.limits, ...change['limits'] } : change['limits']
  return settingsSchema.parse({ ...current, ...change, limits: limits ?? current.limits })
}
