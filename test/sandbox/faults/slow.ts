import { z } from 'zod'
import { defineFault } from '../frame/fault.ts'

/** The system's own answer, late; its work is done at once. */
export const slow = defineFault(
  'slow',
  { ms: z.int().min(0).max(600_000) },
  { after: ({ ms }, answer) => ({ send: 'answer', answer, afterMs: ms }) },
)
