import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'

/**
 * Before a change of a category, another writer changes the same one: the `values` given, by key, or nothing but the token.
 * A client that sends its token gets a conflict; one that sends none overwrites in silence.
 */
export const lostUpdate = defineFault('lostUpdate', { values: z.record(z.string(), z.unknown()).default({}) })
