import { defineFault } from '../../frame/fault.ts'

/** The answer's dates have no zone. */
export const zonelessDates = defineFault('zonelessDates', {})
