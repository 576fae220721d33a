import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** A 500 that no repetition cures: only its text tells it from one that passes. */
export const permanent500 = defineFault(
  'permanent500',
  { text: z.string().default("An item with the name 'report.pdf' already exists.") },
  { before: ({ text }) => ({ send: 'answer', answer: { status: 500, body: { error: text } } }) },
)
