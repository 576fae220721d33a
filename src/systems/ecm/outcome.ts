import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { bounded } from '../../transport/failed-call.ts'
import { parsedBody } from '../../transport/json-answer.ts'
import type { Dialect, Reply } from '../../transport/reply.ts'

const Refusal = z.object({ error: z.string() })

/** Says so of a path it does not serve: an older server, or the wrong address. */
const noSuchPath = /mappings registry/i
const notThere = /could not be accessed|could not get a node|does not exist|not found/i
export const nameTaken = /already exists/i
/** Numbers do not tell what lasts from what passes: a 500 may be the command's fault for ever. */
const lasting =
  /invalid|not (allowed|valid|permitted|belong)|permission|privilege|required|missing|argument|attribute|exceed|too (long|large)|already exists/i
/** Of an item of a bulk call: the server's words for what another attempt may mend. */
const passing = /lock|conflict|time.?out|timed out|try again|tempor|busy|unavailable|deadlock/i

/** How Content Server speaks: always JSON, and a page only while it restarts. */
export const contentServerDialect: Dialect = {
  name: 'content_server',
  errorOf: body => parsedBody(body, Refusal)?.error,
  isAboutRequest: (status, error) => [400, 404, 409, 500].includes(status) && !noSuchPath.test(error),
  mayBeEmpty: false,
}

/** What became of the command where Content Server refuses the request that it is about. */
export function outcomeOfRefusal({ status, error }: Extract<Reply, { kind: 'refused' }>): Outcome {
  const reason = bounded(`${wordOf(status, error)}: ${error}`)
  if (status === 409) return { kind: 'retry', reason, afterMs: null }
  if (status < 500 || notThere.test(error) || lasting.test(error)) return { kind: 'rejected', reason }
  return { kind: 'retry', reason, afterMs: null }
}

/** The same of one item of a bulk call. */
export const outcomeOfItem = (message: string): Outcome =>
  passing.test(message) && !lasting.test(message)
    ? { kind: 'retry', reason: bounded(`item_failed: ${message}`), afterMs: null }
    : { kind: 'rejected', reason: bounded(`${wordOf(400, message)}: ${message}`) }

/** Whether an item is refused because there is none, or none that this user may see: Content Server does not tell the two apart. */
export const isNotThere = ({ status, error }: Extract<Reply, { kind: 'refused' }>): boolean =>
  status === 404 || notThere.test(error)

/** A missing item is 400 or 500, rarely 404. */
function wordOf(status: number, error: string): string {
  if (status === 404 || notThere.test(error)) return 'not_found'
  if (nameTaken.test(error)) return 'already_exists'
  if (status === 409) return 'edit_conflict'
  if (status >= 500 && !lasting.test(error)) return `status_${status}`
  return 'invalid'
}
