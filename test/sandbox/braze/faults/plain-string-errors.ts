import { defineFault } from '../../frame/fault.ts'
import { rewriteErrors } from './rewrite-errors.ts'

/** Errors as strings, as Braze's general page on errors shows them. */
export const plainStringErrors = defineFault(
  'plainStringErrors',
  {},
  { after: (_options, answer) => rewriteErrors(answer, type => type) },
)
