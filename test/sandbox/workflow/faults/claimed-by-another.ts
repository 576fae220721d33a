import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** Somebody else claims the task an instant before the call does anything to it. */
export const claimedByAnother = defineFault('claimedByAnother', {
  assignee: z.string().min(1).default('somebody-else'),
})
