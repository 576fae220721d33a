import { z } from 'zod'
import { startFields } from './start-state.ts'

const timeZone = z.string().refine(isTimeZone, { message: 'not a time zone this system knows' })

/** Everything that can be set. The start state counts at the start and at DELETE /_sandbox; the rest at once. */
export const settingsSchema = z.strictObject({
  session: z
    .strictObject({
      /** The sample of /v1/serverinfo says 2 hours. */
      timeoutMs: z.int().min(1).default(7_200_000),
      /**
       * `ticket`: each ticket lives for the time-out, and the ticket of every answer is fresh, so that only a client that
       * takes it up stays logged in. `session`: every request with any of its tickets keeps the whole session alive.
       */
      idleFrom: z.enum(['ticket', 'session']).default('ticket'),
    })
    .prefault({}),
  /** `zoned`: `2025-05-23T10:20:56Z`. `zoneless`: the server's local time in `timeZone`, with nothing to tell it. */
  dates: z.enum(['zoned', 'zoneless']).default('zoned'),
  timeZone: timeZone.default('UTC'),
  languages: z.array(z.string().min(1)).min(1).default(['en']),
  maxNameLength: z.int().min(1).default(248),
  /** Larger content is hashed and counted, not kept. */
  keepContentBytes: z.int().min(0).default(1_048_576),
  /** No upload limit is documented; 0 is none. */
  maxUploadBytes: z.int().min(0).default(0),
  partSizeBytes: z.int().min(1).default(10_485_760),
  pageSize: z
    .strictObject({
      nodes: z.int().min(1).default(100),
      audit: z.int().min(1).default(100),
      workspaces: z.int().min(1).default(500),
      search: z.int().min(1).default(100),
    })
    .prefault({}),
  /** `rows`: pages past the end of a search show the last page again, as has been seen. */
  pagePastEnd: z.enum(['empty', 'rows']).default('empty'),
  /** Content Server has no rate limit; this one is a proxy's before it. 0 requests: none. */
  requestLimit: z
    .strictObject({ requests: z.int().min(0).default(0), windowSeconds: z.int().min(1).default(1) })
    .prefault({}),
  /** How a list of outcomes is wrapped: the document says an array; `results` puts it in `{ results }`. */
  bulkAnswer: z.enum(['array', 'results']).default('array'),
  /** The look-up by business object answers one workspace, or a list of one with paging: both have been seen. */
  businessObjectAnswer: z.enum(['single', 'list']).default('single'),
  /** Newer servers only. */
  systemHealth: z.boolean().default(true),
  ...startFields,
})

export type Settings = z.infer<typeof settingsSchema>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
