import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/** The first so many events of the batch are refused and named in the answer; the others are taken. */
export const partlyRefused = defineFault('partlyRefused', { items: z.int().min(1).default(1) })
