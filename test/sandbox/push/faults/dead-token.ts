import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** The tokens of the devices that the call reaches, or of one of them, are found dead, and stay so. */
export const deadToken = defineFault('deadToken', { clientId: z.string().min(1).optional() })
