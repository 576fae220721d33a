import { defineFault } from '../frame/fault.ts'

const page = '<!doctype html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n'

/** A page with 200 in place of the system's work, as a portal in front of it sends one: success by status, nonsense by body. */
export const html200 = defineFault(
  'html200',
  {},
  {
    before: () => ({
      send: 'answer',
      answer: { status: 200, headers: { 'Content-Type': 'text/html' }, body: page },
    }),
  },
)
