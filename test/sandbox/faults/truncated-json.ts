import { defineFault } from '../frame/fault.ts'

/** The first half of the system's own answer as if it were all of it: an intact response whose JSON is not. */
export const truncatedJson = defineFault(
  'truncatedJson',
  {},
  {
    after(_options, answer) {
      const text = JSON.stringify(answer.body ?? null)
      const headers = { 'Content-Type': 'application/json', ...answer.headers }
      return { send: 'answer', answer: { ...answer, headers, body: text.slice(0, text.length >> 1) } }
    },
  },
)
