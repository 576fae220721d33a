import { z } from 'zod'
import { duration, span } from './duration.ts'
import { Message, messages, mustAscend, mustExist, named, texts } from './shared.ts'

/** Incidents: which ones, who is touched by them, and what is said when. */
export const P2 = z
  .strictObject({
    severities: z.array(z.enum(['low', 'medium', 'high', 'critical'])).min(1),
    /** Profile attributes that say where a customer belongs. */
    groups: z.strictObject({ regions: named, accounts: named, devices: named }),
    sequence: z
      .array(
        z
          .strictObject({ after: duration, message: named })
          .transform(({ after, message }) => ({ afterMs: after, message })),
      )
      .min(1)
      .superRefine(mustAscend),
    messages: z.object({ resolution: Message }).catchall(Message),
  })
  .superRefine(({ sequence, messages }, context) => {
    for (const [n, { message }] of sequence.entries()) mustExist(message, messages, ['sequence', n, 'message'], context)
  })

/** Journeys that were left: the nudge, and how long it waits. */
export const P4 = z
  .strictObject({
    journeys: z.record(
      named,
      z
        .strictObject({ after: span('60d'), message: named })
        .transform(({ after, message }) => ({ afterMs: after, message })),
    ),
    messages,
  })
  .superRefine(({ journeys, messages }, context) => {
    for (const [name, { message }] of Object.entries(journeys))
      mustExist(message, messages, ['journeys', name, 'message'], context)
  })

/** Who gets a push that a campaign asks for: all of the segments, and a score not below the lowest. */
const Criteria = z.strictObject({ segments: texts, lowestScore: z.number().nullable() })
export const P6 = z.strictObject({
  /** By campaign id. */
  criteria: z.object({ default: Criteria }).catchall(Criteria),
  messages: z.strictObject({ push: Message }),
})

/** What follows a push that was ignored, or opened and not completed. */
export const P7 = z
  .strictObject({
    ignoredAfter: span('60d'),
    reminderAfter: span('60d'),
    /** So many ignored in a row. */
    suppressAfter: z.int().min(1),
    suppressFor: span('60d'),
    messages: z.strictObject({ switch: Message, reminder: Message }),
  })
  .transform(({ ignoredAfter, reminderAfter, suppressFor, ...rest }) => ({
    ...rest,
    ignoredAfterMs: ignoredAfter,
    reminderAfterMs: reminderAfter,
    suppressForMs: suppressFor,
  }))
