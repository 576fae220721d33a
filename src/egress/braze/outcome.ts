import type { Outcome } from '../../stream/define.ts'
import { bounded, settingsAreWrong, unanswered, waitForSettingsMs } from '../../transport/failed-call.ts'
import type { Answer, NoAnswer } from '../../transport/http-caller.ts'
import { retryAfterOf } from '../../transport/wait.ts'
import { bodyOf, errorsOf, messageOf, type Body, type Errors } from './answer-body.ts'
import { pauseOf } from './rate.ts'

/** What an outcome depends on beside the answer. */
export interface Sent {
  /** Where the entry of each command is; commands that are one entry have the same place. */
  readonly places: readonly string[]
  /** How many different things the commands share, such as groups. */
  readonly shared: number
  /** What Braze says when it is the shared thing that is wrong. */
  readonly sharedIsWrong?: RegExp | undefined
}

/**
 * One outcome per command, same order, and what the answer teaches: the call was taken; or it was refused as a whole and its commands may pass in smaller calls (`split`),
 * or apart by what they share (`suspect`); or nothing.
 */
export interface Verdict {
  readonly outcomes: readonly Outcome[]
  readonly teaches: 'taken' | 'split' | 'suspect' | 'nothing'
}

/** Pure. `now` in ms since 1970, by the clock of whoever answers. */
export function outcomesOf(answer: Answer | NoAnswer, sent: Sent, now: number): Verdict {
  const same = (outcome: Outcome): Verdict => ({ outcomes: sent.places.map(() => outcome), teaches: 'nothing' })
  if ('reason' in answer) return same(unanswered(answer))
  const body = bodyOf(answer)
  if (answer.status >= 200 && answer.status < 300)
    return body
      ? taken(answer, body, sent)
      : same({ kind: 'inDoubt', reason: `not_braze: status ${answer.status} and no JSON object: ${messageOf(answer)}` })
  const said = wordsOf(answer, body, errorsOf(body, []))
  if (/external reference has been queued/i.test(said))
    return same({ kind: 'retry', reason: `queued: ${said}`, afterMs: null })
  if (answer.status >= 400 && answer.status < 500 && sent.sharedIsWrong?.test(said))
    return wrongForAll(said, answer, sent)
  const outcome = notTheirFault(answer, body, now)
  return outcome ? same(outcome) : refused(answer, body, sent)
}

/** What became of every command where the answer has nothing to do with what they say. */
function notTheirFault(answer: Answer, body: Body | undefined, now: number): Outcome | undefined {
  const { status, headers } = answer
  if (status === 429) return { kind: 'unavailable', reason: 'rate_limited', afterMs: pauseOf(headers, now) }
  if (status < 400 || settingsAreWrong.has(status))
    return { kind: 'unavailable', reason: `refused_${status}: ${messageOf(answer, body)}`, afterMs: waitForSettingsMs }
  const afterMs = retryAfterOf(headers, now)
  // The server gave up waiting for the request.
  if (status === 408) return { kind: 'retry', reason: 'status_408', afterMs }
  if (status === 503 && afterMs !== null) return { kind: 'unavailable', reason: 'status_503', afterMs }
  // Braze does not say that nothing was applied then, and a proxy cannot know.
  return status >= 500 ? { kind: 'inDoubt', reason: `status_${status}` } : undefined
}

/** Nothing was applied: where the commands share one thing it is all theirs to answer for, else those of the other things are innocent. */
function wrongForAll(said: string, { status }: Answer, { places, shared }: Sent): Verdict {
  if (shared > 1) return { outcomes: places.map(() => ({ kind: 'again', reason: 'split' })), teaches: 'suspect' }
  const reason = bounded(`status_${status}: ${said}`)
  return { outcomes: places.map(() => ({ kind: 'rejected', reason })), teaches: 'nothing' }
}

/** Nothing of the call was applied: the entries that are named are wrong; where not all are, smaller calls find those that are. */
function refused(answer: Answer, body: Body | undefined, { places }: Sent): Verdict {
  const errors = errorsOf(body, places)
  if (places.every(place => errors.named.has(place))) return { outcomes: byPlace(places, errors), teaches: 'taken' }
  if (places.length > 1) return { outcomes: places.map(() => ({ kind: 'again', reason: 'split' })), teaches: 'split' }
  const reason = bounded(`status_${answer.status}: ${wordsOf(answer, body, errors)}`)
  return { outcomes: [{ kind: 'rejected', reason }], teaches: 'taken' }
}

function taken(answer: Answer, body: Body, { places }: Sent): Verdict {
  const { notice } = body
  if (notice !== undefined && /paused|archived/i.test(notice)) {
    const reason = bounded(`not_sent: ${notice}`)
    return { outcomes: places.map(() => ({ kind: 'rejected', reason })), teaches: 'taken' }
  }
  const errors = errorsOf(body, places)
  const remarks = [
    ...(notice === undefined ? [] : [notice]),
    ...(errors.unnamed.length > 0 ? [`braze did not say which object it means: ${errors.unnamed.join('; ')}`] : []),
  ]
  const destinationId = body.dispatch_id ?? answer.headers['x-request-id'] ?? null
  const note = remarks.length > 0 ? { note: bounded(remarks.join(' ')) } : {}
  return { outcomes: byPlace(places, errors, { kind: 'delivered', destinationId, ...note }), teaches: 'taken' }
}

/** Where an entry that is wrong is that of several commands, they go again, each as its own: all but one of them may be right. */
function byPlace(places: readonly string[], { named }: Errors, other?: Outcome): Outcome[] {
  const commandsAt = new Map<string, number>()
  if (named.size > 0) for (const place of places) commandsAt.set(place, (commandsAt.get(place) ?? 0) + 1)
  return places.map((place): Outcome => {
    const reason = named.get(place)
    if (reason === undefined && other) return other
    if ((commandsAt.get(place) ?? 0) > 1) return { kind: 'again', reason: 'apart' }
    return { kind: 'rejected', reason: bounded(reason ?? '') }
  })
}

const wordsOf = (answer: Answer, body: Body | undefined, { unnamed }: Errors): string =>
  bounded([messageOf(answer, body), ...unnamed].join(' '))
