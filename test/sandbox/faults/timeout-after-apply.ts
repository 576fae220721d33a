import { defineFault } from '../frame/fault.ts'

/** Silence with the connection held open after a call that succeeded: the caller cannot know. */
export const timeoutAfterApply = defineFault(
  'timeoutAfterApply',
  {},
  { after: (_options, { status }) => (status < 300 ? { send: 'nothing' } : undefined) },
)
