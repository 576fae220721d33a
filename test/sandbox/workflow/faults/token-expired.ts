import { defineFault } from '../../frame/fault.ts'

/** The token of the call ends with it, before its time. */
export const tokenExpired = defineFault('tokenExpired', {})
