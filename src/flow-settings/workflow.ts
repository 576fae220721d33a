import { z } from 'zod'
import { duration, span } from './duration.ts'
import { chain, named } from './shared.ts'

/** Tasks that are overdue: the time each process allows where the task names no date, and who is told in which order. */
export const W2 = z
  .strictObject({ sla: z.object({ default: span() }).catchall(span()), chain: chain(['assignee', 'lead', 'manager']) })
  .transform(({ sla: slaMs, chain }) => ({ slaMs, chain }))

/** Answers to a task: the buttons of a push, and the outcome that each completes the task with. */
export const W6 = z
  .strictObject({
    /** An answer counts for so long after the task was due. */
    graceAfterDue: duration,
    actions: z.record(named, z.strictObject({ title: named, outcome: named.nullable() })),
  })
  .transform(({ graceAfterDue: graceAfterDueMs, actions }) => ({ graceAfterDueMs, actions }))
