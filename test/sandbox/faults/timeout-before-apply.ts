import { defineFault } from '../frame/fault.ts'

/** Silence with the connection held open; nothing was done. */
export const timeoutBeforeApply = defineFault('timeoutBeforeApply', {}, { before: () => ({ send: 'nothing' }) })
