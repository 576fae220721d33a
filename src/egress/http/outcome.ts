import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { bounded, failedCall, unanswered } from '../../transport/failed-call.ts'
import type { Answer, NoAnswer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'

/** What became of each event of a batch, in their order, and what the answer says of its size. */
export interface Verdict {
  readonly outcomes: readonly Outcome[]
  /** tooLarge: fewer bytes may pass. tooMany: it was refused as a whole, and smaller ones find the event that is wrong. */
  readonly size: 'taken' | 'tooLarge' | 'tooMany' | 'untold'
}

/** The same request may pass later: another is just being worked on (409), something is locked (423), it is too early (425). */
const later = new Set([409, 423, 425])
const delivered: Outcome = { kind: 'delivered', destinationId: null }

/** The body of a 207: the events that the receiver will never take, each by its id. */
const Partial = z.object({ rejected: z.array(z.object({ id: z.string(), message: z.string().catch('') })) })

/**
 * Pure; `ids` are those of the events. By Standard Webhooks: every 2xx is a success, whatever the body says, save that a 207 names events that it refuses; 410 says that
 * the endpoint wants no more, which is no event's fault and waits for whoever mends the settings. A sign-in page with 200 is no receiver's answer.
 */
export function verdictOf(answer: Answer | NoAnswer, ids: readonly string[], now: number): Verdict {
  const all = (outcome: Outcome, size: Verdict['size'] = 'untold'): Verdict => ({
    outcomes: ids.map(() => outcome),
    size,
  })
  if ('sent' in answer) return all(unanswered(answer))
  const { status, body } = answer
  if (status === 410)
    return all({ kind: 'unavailable', reason: bounded(`gone: the endpoint wants no more: ${body}`), afterMs: null })
  const failed = failedCall(answer, now, text => text)
  if (failed) return all(failed)
  if (status < 300) return taken(answer, ids)
  const reason = bounded(`status_${status}: ${body}`)
  if (later.has(status)) return all({ kind: 'retry', reason, afterMs: null })
  if (ids.length > 1) return all({ kind: 'again', reason }, status === 413 ? 'tooLarge' : 'tooMany')
  return all({ kind: 'rejected', reason }, 'taken')
}

function taken({ status, body }: Answer, ids: readonly string[]): Verdict {
  const doubtful = (reason: string): Verdict => ({
    outcomes: ids.map(() => ({ kind: 'inDoubt', reason: bounded(reason) })),
    size: 'untold',
  })
  if (/^\s*<(!doctype|html)/i.test(body)) return doubtful(`not_the_endpoint: status ${status} and a page: ${body}`)
  if (status !== 207) return { outcomes: ids.map(() => delivered), size: 'taken' }
  const partial = parsedBody(body, Partial)
  if (!partial) return doubtful(`unreadable: status 207 that does not say which events were refused: ${body}`)
  const refused = new Map(partial.rejected.map(({ id, message }) => [id, message]))
  const outcomes = ids.map((id): Outcome => {
    const message = refused.get(id)
    return message === undefined ? delivered : { kind: 'rejected', reason: bounded(`refused: ${message}`) }
  })
  return { outcomes, size: 'taken' }
}
