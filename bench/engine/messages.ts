import { z } from 'zod'

const memory = { rssMb: z.number(), highMb: z.number() }

/** What a worker says of itself whenever it changes. */
export const Status = z.object({
  kind: z.literal('status'),
  status: z.enum(['starting', 'joining', 'restoring', 'running', 'stopped', 'failed']),
  tasks: z.array(z.number()),
  /** Ms since 1970. */
  at: z.number(),
  ...memory,
})
export type Status = z.infer<typeof Status>

/** What a worker answers when it is asked: counters since its start, and every commit since it was last asked, in ms. */
export const Figures = z.object({
  kind: z.literal('figures'),
  records: z.number(),
  restored: z.number(),
  aborted: z.number(),
  commits: z.array(z.number()),
  ...memory,
})
export type Figures = z.infer<typeof Figures>

export const Message = z.discriminatedUnion('kind', [Status, Figures])
