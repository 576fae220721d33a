import { z } from 'zod'
import { defineFault } from '../frame/fault.ts'

/** The system's own 429, as if its window ended in so many seconds. */
export const rateLimited = defineFault(
  'rateLimited',
  { seconds: z.int().min(1).default(1) },
  { before: ({ seconds }, struck) => ({ send: 'answer', answer: struck.rateLimited(seconds) }) },
)
