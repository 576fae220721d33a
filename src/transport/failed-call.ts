import type { Outcome } from '../stream/define.ts'
import type { Answer, NoAnswer } from './http-caller.ts'
import { retryAfterOf } from './wait.ts'

/** What is wrong, in the destination's words. */
type MessageOf = (body: string) => string

/** With a redirect (3xx), what says that the address, the credentials or the way there is wrong, whatever the command is. */
export const settingsAreWrong = new Set([401, 402, 403, 404, 405, 407, 415, 421, 426, 451])
/** The credentials or the address are wrong: not the commands' fault, so they wait for whoever mends the settings. */
export const waitForSettingsMs = 30_000
const longestReason = 500

export const bounded = (reason: string): string => reason.slice(0, longestReason)

/** What became of every command of a call that nobody answered. */
export const unanswered = ({ sent, reason }: NoAnswer): Outcome =>
  sent ? { kind: 'inDoubt', reason } : { kind: 'unavailable', reason, afterMs: null }

/**
 * What became of every command of a call whose answer speaks of the destination. Undefined where it is about the commands (2xx, and the rest of 4xx).
 * A status of 500 and more that does not ask to wait leaves open what was done before it.
 */
export function failedCall(answer: Answer, now: number, messageOf: MessageOf): Outcome | undefined {
  const { status } = answer
  const unavailable = (reason: string): Outcome => ({ kind: 'unavailable', reason: bounded(reason), afterMs })
  const said = `status_${status}: ${messageOf(answer.body)}`
  const afterMs = waitOf(answer, now)
  if (status === 429) return unavailable(`rate_limited: ${messageOf(answer.body)}`)
  if (status < 200 || (status >= 300 && status < 400) || settingsAreWrong.has(status)) return unavailable(said)
  if (status === 503 && afterMs !== null) return unavailable(said)
  if (status === 408 || status >= 500) return { kind: 'inDoubt', reason: bounded(said) }
  return undefined
}

/** How long the answer asks to wait, ms; a date in it is by the clock that the answer came with. */
export function waitOf({ headers }: Answer, now: number): number | null {
  const theirs = Date.parse(headers['date'] ?? '')
  return retryAfterOf(headers, Number.isNaN(theirs) ? now : theirs)
}
