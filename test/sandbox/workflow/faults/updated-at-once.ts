import { defineFault } from '../../frame/fault.ts'

/** The change of a task meets another one of the same moment: 409, and nothing is done. */
export const updatedAtOnce = defineFault('updatedAtOnce', {})
