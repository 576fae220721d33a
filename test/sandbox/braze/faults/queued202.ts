import { defineFault } from '../../frame/fault.ts'

/** Braze in maintenance: accepted, will be processed. */
export const queued202 = defineFault(
  'queued202',
  {},
  {
    after(_options, answer) {
      if (answer.status >= 300) return undefined
      return { send: 'answer', answer: { ...answer, status: 202, body: { message: 'queued' } } }
    },
  },
)
