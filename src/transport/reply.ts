import { z } from 'zod'
import type { Outcome } from '../stream/define.ts'
import { bounded, waitForSettingsMs, waitOf } from './failed-call.ts'
import { Halt } from './halt.ts'
import type { Answer, NoAnswer } from './http-caller.ts'
import { parsedBody } from './json-answer.ts'
import { rateOf } from './rate-report.ts'

/** What a request may do: nothing; set what is set again by the next attempt; or make something that another attempt would make again. */
export type Effect = 'none' | 'state' | 'item'

/** The destination itself answered, about the request. `json` is undefined where it said nothing; `error`: its own words where it refuses. */
export type Reply =
  | { readonly kind: 'ok'; readonly json: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly error: string }

/** How a destination speaks. */
export interface Dialect {
  /** For reasons: whom an answer is not from. */
  readonly name: string
  /** Its words in the body of a refusal; undefined where another wrote it. */
  readonly errorOf: (body: string) => string | undefined
  /** Whether such words are about the request, and not about all requests. */
  readonly isAboutRequest: (status: number, error: string) => boolean
  /** Whether a success may have no body. */
  readonly mayBeEmpty: boolean
}

const Anything = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())])

/** Pure. What the destination says, or Halt with what became of the commands where it is not the destination that speaks, or not about them. */
export function replyOf(answer: Answer | NoAnswer, effect: Effect, now: number, dialect: Dialect): Reply {
  if ('sent' in answer) throw new Halt(unanswered(answer, effect))
  const { status, body } = answer
  if (status >= 200 && status < 300) {
    const json = parsedBody(body, Anything)
    if (json !== undefined || (dialect.mayBeEmpty && body === '' && effect !== 'none')) return { kind: 'ok', json }
    const reason = `not_${dialect.name}: status ${status} and no JSON`
    throw new Halt(effect === 'none' ? unavailable(reason, null) : { kind: 'inDoubt', reason })
  }
  const error = dialect.errorOf(body)
  if (error !== undefined && dialect.isAboutRequest(status, error)) return { kind: 'refused', status, error }
  throw new Halt(undelivered(answer, error ?? 'no words of its own', effect, now), rateOf(answer, now).rate)
}

const unavailable = (reason: string, afterMs: number | null): Outcome => ({ kind: 'unavailable', reason, afterMs })

function unanswered({ sent, reason }: NoAnswer, effect: Effect): Outcome {
  if (!sent) return unavailable(reason, null)
  // Nothing has been asked to change; and one item that takes too long to read must not stop all others.
  return effect === 'none' ? { kind: 'retry', reason, afterMs: null } : { kind: 'inDoubt', reason }
}

/** A proxy speaks, or the destination about all calls. */
function undelivered(answer: Answer, words: string, effect: Effect, now: number): Outcome {
  const { status } = answer
  const afterMs = waitOf(answer, now)
  const reason = bounded(`status_${status}: ${words}`)
  if (status === 429) return unavailable(bounded(`rate_limited: ${words}`), afterMs)
  if (status === 408) return { kind: 'retry', reason, afterMs }
  if (status === 413) return { kind: 'rejected', reason }
  if (status < 500) return unavailable(reason, afterMs ?? waitForSettingsMs)
  return effect === 'none' || (status === 503 && afterMs !== null)
    ? unavailable(reason, afterMs)
    : { kind: 'inDoubt', reason }
}
