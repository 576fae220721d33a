import { defineFault } from '../frame/fault.ts'

/** A TCP reset; nothing was done. */
export const reset = defineFault('reset', {}, { before: () => ({ send: 'reset' }) })
