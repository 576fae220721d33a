import { z } from 'zod'
import type { Answer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'

/** Braze names the object that is wrong by list and index; sometimes it says only a sentence, as a string or without an index, and for catalogs an id and a message. */
const ObjectError = z.object({ type: z.string(), input_array: z.string(), index: z.number().int() })
const Sentence = z.union([
  z.string(),
  z.object({ type: z.string() }).transform(({ type }) => type),
  z.object({ id: z.string(), message: z.string().catch('') }).transform(({ id, message }) => `${id}: ${message}`),
])
const Body = z.object({
  message: z.string().optional().catch(undefined),
  notice: z.string().optional().catch(undefined),
  dispatch_id: z.string().optional().catch(undefined),
  errors: z.array(z.unknown()).catch([]),
})
export type Body = z.output<typeof Body>

/** Undefined where the body is no JSON object, and so not Braze's. */
export const bodyOf = ({ body }: Answer): Body | undefined => parsedBody(body, Body)

/** What is wrong, by the place of the entry that is meant, and what Braze said without naming one of ours. */
export interface Errors {
  readonly named: ReadonlyMap<string, string>
  readonly unnamed: readonly string[]
}

/** `places`: list and index of each entry that was sent, as in events/0. */
export function errorsOf(body: Body | undefined, places: readonly string[]): Errors {
  const named = new Map<string, string>()
  const unnamed: string[] = []
  if (!body || body.errors.length === 0) return { named, unnamed }
  const sent = new Set(places)
  for (const error of body.errors) {
    const { data } = ObjectError.safeParse(error)
    const place = data && `${data.input_array}/${data.index}`
    if (!place || !sent.has(place)) unnamed.push(Sentence.safeParse(error).data ?? JSON.stringify(error))
    else named.set(place, [...(named.has(place) ? [named.get(place)] : []), data.type].join('; '))
  }
  return { named, unnamed }
}

/** Braze repeats the API key in its answer to a wrong one: a key is never part of a reason. */
export const messageOf = (answer: Answer, body = bodyOf(answer)): string =>
  (body?.message ?? answer.body).replace(/(Invalid API key).*/is, '$1').slice(0, 300)
