import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** Somebody else completes the task an instant before the call does anything to it. */
export const completedByAnother = defineFault('completedByAnother', {
  outcome: z.string().min(1).nullable().default(null),
})
