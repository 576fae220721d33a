import { defineFault } from '../../frame/fault.ts'

/** A search shows its last page again instead of an empty one past the end. */
export const pagePastEnd = defineFault('pagePastEnd', {})
