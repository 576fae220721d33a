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
const Loose = z.union([ObjectError, z.object({ type: z.string() }), z.string()])
const Body = z.object({ message: z.string().optional(), errors: z.array(Loose).optional() })

/** The credentials or the address are wrong: not the commands' fault, so they wait for whoever mends the settings. */
const waitForSettingsMs = 30_000

/** Pure. `now` in ms since 1970 reads the header dialect in which a rate limit ends at a point in time. */
export function outcomesOf(answer: Answer, objects: readonly TrackObject[], now: number): Verdict {
  const { status } = answer
  const same = (outcome: Outcome, split = false): Verdict => ({ outcomes: objects.map(() => outcome), split })
  if (status >= 200 && status < 300) return { outcomes: taken(answer, objects), split: false }
  if (status === 429) return same({ kind: 'retry', reason: 'rate_limited', afterMs: pauseOf(answer.headers, now) })
  if (status === 401 || status === 403 || status === 404)
    return same({ kind: 'retry', reason: `refused_${status}: ${messageOf(answer)}`, afterMs: waitForSettingsMs })
  if (status === 408 || status >= 500)
    return same({ kind: 'retry', reason: `status_${status}`, afterMs: pauseOf(answer.headers, now) })
  return fatal(answer, objects)
}

/** Nothing of the call was applied: the objects that are named are wrong; where none is, smaller calls find the one that is. */
function fatal(answer: Answer, objects: readonly TrackObject[]): Verdict {
  const { named } = errorsOf(answer)
  if (named.size > 0 && objects.every((_, at) => named.has(placeOf(objects, at)))) {
    const outcomes = objects.map((_, at): Outcome => ({
      kind: 'rejected',
      reason: named.get(placeOf(objects, at)) ?? '',
    }))
    return { outcomes, split: false }
  }
  if (objects.length === 1)
    return { outcomes: [{ kind: 'rejected', reason: `status_${answer.status}: ${messageOf(answer)}` }], split: false }
  return { outcomes: objects.map(() => ({ kind: 'retry', reason: 'split', afterMs: 0 })), split: true }
}

function taken(answer: Answer, objects: readonly TrackObject[]): Outcome[] {
  const { named, unnamed } = errorsOf(answer)
  const destinationId = answer.headers['x-request-id'] ?? null
  const note =
    unnamed.length > 0 ? `braze did not say which object it means: ${unnamed.join('; ')}`.slice(0, 500) : undefined
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

function errorsOf(answer: Answer): { named: Map<string, string>; unnamed: string[] } {
  const errors = bodyOf(answer)?.errors ?? []
  const named = errors.flatMap((error): [string, string][] => {
    const parsed = ObjectError.safeParse(error)
    return parsed.success ? [[`${parsed.data.input_array}/${parsed.data.index}`, parsed.data.type]] : []
  })
  const unnamed = errors.flatMap(error =>
    ObjectError.safeParse(error).success ? [] : [typeof error === 'string' ? error : error.type],
  )
  return { named: new Map(named), unnamed }
}

function bodyOf(answer: Answer): z.output<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(answer.body)).data
  } catch {
    return undefined
  }
}

/** Braze repeats the API key in its answer to a wrong one: a key is never part of a reason. */
const messageOf = (answer: Answer): string =>
  (bodyOf(answer)?.message ?? answer.body).replace(/(Invalid API key).*/s, '$1').slice(0, 300)

/** How long Braze asks to wait: in seconds, or until a point in time where the number is too large for that; null where it does not say. */
export function pauseOf(headers: Readonly<Record<string, string>>, now: number): number | null {
  const after = Number(headers['retry-after'] ?? headers['x-ratelimit-retry-after'] ?? NaN)
  if (Number.isFinite(after)) return Math.max(0, after * 1_000)
  const reset = Number(headers['x-ratelimit-reset'] || NaN)
  if (!Number.isFinite(reset)) return null
  return reset > 1_000_000_000 ? Math.max(0, reset * 1_000 - now) : reset * 1_000
}
