import { defineFault } from '../frame/fault.ts'

/** A TCP reset after a call that succeeded: the caller cannot know. */
export const resetAfterApply = defineFault(
  'resetAfterApply',
  {},
  { after: (_options, { status }) => (status < 300 ? { send: 'reset' } : undefined) },
)
