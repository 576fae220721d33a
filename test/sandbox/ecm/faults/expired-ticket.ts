import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** The ticket of the call it strikes (`one`), or every ticket there is (`all`), is dead from then on: 401. */
export const expiredTicket = defineFault('expiredTicket', { scope: z.enum(['one', 'all']).default('one') })
