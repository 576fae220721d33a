import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import type { InputArray, TrackObject } from './request.ts'

/** What came back of a call. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One outcome per object, same order, and whether the same objects may pass in smaller calls. */
export interface Verdict {
  readonly outcomes: readonly Outcome[]
  readonly split: boolean
}

/** Braze names the object that is wrong by array and index; sometimes it says only a sentence, as a string or without an index. */
const ObjectError = z.object({ type: z.string(), input_array: z.string(), index: z.number().int() })
const Sentence = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
const Body = z.object({ message: z.string().optional().catch(undefined), errors: z.array(z.unknown()).catch([]) })

/** What is wrong, by the place of the object that is meant, and what Braze said without naming one of ours. */
interface Errors {
  readonly named: ReadonlyMap<string, string>
  readonly unnamed: readonly string[]
}

/** The credentials or the address are wrong: not the commands' fault, so they wait for whoever mends the settings. */
const waitForSettingsMs = 30_000
/** With a redirect (3xx), what says that the address, the key or the way there is wrong, whatever the commands are. */
const settingsAreWrong = new Set([401, 402, 403, 404, 405, 407, 415, 421, 426, 451])
/** No documented window is longer. Whoever is asked to wait longer asks again after it. */
const longestPauseMs = 3_600_000
const longestReason = 500

/** Pure. `now` in ms since 1970 reads the header dialect in which a rate limit ends at a point in time. */
export function outcomesOf(answer: Answer, objects: readonly TrackObject[], now: number): Verdict {
  const { status } = answer
  const same = (outcome: Outcome, split = false): Verdict => ({ outcomes: objects.map(() => outcome), split })
  if (status >= 200 && status < 300) return { outcomes: taken(answer, objects), split: false }
  if (status === 429) return same({ kind: 'retry', reason: 'rate_limited', afterMs: pauseOf(answer.headers, now) })
  if (status < 400 || settingsAreWrong.has(status))
    return same({ kind: 'retry', reason: `refused_${status}: ${messageOf(answer)}`, afterMs: waitForSettingsMs })
  if (status === 408 || status >= 500)
    return same({ kind: 'retry', reason: `status_${status}`, afterMs: retryAfter(answer.headers, now) })
  return fatal(answer, objects)
}

/** Nothing of the call was applied: the objects that are named are wrong; where not all are, smaller calls find those that are. */
function fatal(answer: Answer, objects: readonly TrackObject[]): Verdict {
  const { named, unnamed } = errorsOf(answer, objects)
  if (named.size === objects.length) {
    const outcomes = objects.map((_, at): Outcome => ({
      kind: 'rejected',
      reason: named.get(placeOf(objects, at)) ?? '',
    }))
    return { outcomes, split: false }
  }
  if (objects.length > 1)
    return { outcomes: objects.map(() => ({ kind: 'retry', reason: 'split', afterMs: 0 })), split: true }
  const said = [messageOf(answer), ...unnamed].join(' ')
  return { outcomes: [{ kind: 'rejected', reason: bounded(`status_${answer.status}: ${said}`) }], split: false }
}

function taken(answer: Answer, objects: readonly TrackObject[]): Outcome[] {
  // Braze always answers with a JSON object. A page that says 200 to everything has taken nothing.
  if (!bodyOf(answer)) {
    const reason = `not_braze: status ${answer.status} and no JSON object: ${messageOf(answer)}`
    return objects.map(() => ({ kind: 'retry', reason, afterMs: waitForSettingsMs }))
  }
  const { named, unnamed } = errorsOf(answer, objects)
  const destinationId = answer.headers['x-request-id'] ?? null
  const note =
    unnamed.length > 0 ? bounded(`braze did not say which object it means: ${unnamed.join('; ')}`) : undefined
  return objects.map((_, at): Outcome => {
    const reason = named.get(placeOf(objects, at))
    if (reason !== undefined) return { kind: 'rejected', reason }
    return { kind: 'delivered', destinationId, ...(note !== undefined && { note }) }
  })
}

/** The place of an object in the body: its array and its index there. */
function placeOf(objects: readonly TrackObject[], at: number): string {
  const array: InputArray | undefined = objects[at]?.array
  return `${array ?? ''}/${objects.slice(0, at).filter(object => object.array === array).length}`
}

function errorsOf(answer: Answer, objects: readonly TrackObject[]): Errors {
  const places = new Set(objects.map((_, at) => placeOf(objects, at)))
  const named = new Map<string, string>()
  const unnamed: string[] = []
  for (const error of bodyOf(answer)?.errors ?? []) {
    const { data } = ObjectError.safeParse(error)
    const place = data && `${data.input_array}/${data.index}`
    if (!place || !places.has(place)) unnamed.push(Sentence.safeParse(error).data ?? JSON.stringify(error))
    else named.set(place, bounded([...(named.has(place) ? [named.get(place)] : []), data.type].join('; ')))
  }
  return { named, unnamed }
}

const bounded = (reason: string): string => reason.slice(0, longestReason)

/** Undefined where the body is no JSON object, and so not Braze's. */
function bodyOf(answer: Answer): z.output<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(answer.body)).data
  } catch {
    return undefined
  }
}

/** Braze repeats the API key in its answer to a wrong one: a key is never part of a reason. */
const messageOf = (answer: Answer): string =>
  (bodyOf(answer)?.message ?? answer.body).replace(/(Invalid API key).*/is, '$1').slice(0, 300)

/** How long Braze asks to wait before a call is made that is not over the rate limit; null where it does not say, or says something that is past. */
export function pauseOf(headers: Readonly<Record<string, string>>, now: number): number | null {
  const { 'x-ratelimit-reset': reset } = headers
  return retryAfter(headers, now) ?? pause(reset, now)
}

/** The same of an answer that has nothing to do with the rate limit, whose window every answer tells. */
const retryAfter = (headers: Readonly<Record<string, string>>, now: number): number | null =>
  pause(headers['retry-after'], now) ?? pause(headers['x-ratelimit-retry-after'], now)

/** In ms: of seconds, of seconds since 1970 where the number is too large for that, or of a date. */
function pause(said: string | undefined, now: number): number | null {
  if (!said) return null
  const seconds = Number(said)
  const ms = seconds < 1_000_000_000 ? seconds * 1_000 : (seconds * 1_000 || Date.parse(said)) - now
  return ms > 0 ? Math.min(ms, longestPauseMs) : null
}
