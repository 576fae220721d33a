import { z } from 'zod'
import type { ReadRecord } from './reader.ts'

const Batch = z.object({
  processor: z.string(),
  reason: z.string(),
  eventType: z.string(),
  events: z.array(z.object({ eventId: z.string(), subject: z.string() })),
})

/** One event that was decided on. */
export interface Decided {
  readonly eventId: string
  readonly subject: string
  readonly processor: string
  readonly reason: string
}

/** The decisions in records of the decisions topic, event by event. */
export const decidedIn = (records: readonly ReadRecord[]): Decided[] =>
  records.flatMap(({ value }) => {
    const { processor, reason, events } = Batch.parse(value)
    return events.map(({ eventId, subject }) => ({ eventId, subject, processor, reason }))
  })
