import { defineFault } from '../../frame/fault.ts'
import { rewriteErrors } from './rewrite-errors.ts'

/** Errors as `{ type }` alone, as third parties have seen them. */
export const errorsWithoutIndex = defineFault(
  'errorsWithoutIndex',
  {},
  { after: (_options, answer) => rewriteErrors(answer, type => ({ type })) },
)
