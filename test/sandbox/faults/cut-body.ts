import { defineFault } from '../frame/fault.ts'

/** The system's own answer, broken off in the middle of its body; the work is done. */
export const cutBody = defineFault('cutBody', {}, { after: (_options, answer) => ({ send: 'half', answer }) })
