import { z } from 'zod'
import { defineFault } from '../frame/fault.ts'

/** The sandbox's clock goes wrong by so much for the calls it strikes: the Date header and every time in the answer. */
export const clockSkew = defineFault(
  'clockSkew',
  { ms: z.int().refine(ms => ms !== 0, 'must not be 0') },
  { skewMs: ({ ms }) => ms },
)
