import type { Rejected } from './item.ts'
import type { Place } from './locate.ts'

/** A refusal as HTTP tells it (RFC 9457, application/problem+json). */
export interface Problem {
  readonly status: number
  /** What kind it is: the last part of the relative reference in `type`. Senders may rely on it. */
  readonly word: string
  readonly title: string
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  /** Further members, by kind. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** Thrown wherever a request cannot go on; the route answers with the problem. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options)
    this.problem = problem
  }
}

/** The body of the answer, before it is JSON. */
export const problemBody = ({ status, word, title, detail, members }: Problem) => ({
  type: `/problems/${word}`,
  title,
  status,
  detail,
  ...members,
})

export const problemJson = (problem: Problem): string => JSON.stringify(problemBody(problem))

export const unauthorized = (given: 'missing' | 'wrong'): Problem => ({
  status: 401,
  word: 'unauthorized',
  title: 'Not authorized',
  detail:
    given === 'missing' ? 'Send the header Authorization: Bearer <token>.' : 'The bearer token is not the right one.',
  headers: { 'www-authenticate': `Bearer realm="signalbox"${given === 'wrong' ? ', error="invalid_token"' : ''}` },
})

export const notFound = (path: string): Problem => ({
  status: 404,
  word: 'not-found',
  title: 'No such resource',
  detail: `There is nothing at ${path}; GET /openapi.json lists where events are sent to.`,
})

export const methodNotAllowed = (method: string): Problem => ({
  status: 405,
  word: 'method-not-allowed',
  title: 'Method not allowed',
  detail: `Events are sent with POST, not ${method}.`,
  headers: { allow: 'POST' },
})

/** `size` in bytes, null where the sender did not say. */
export const bodyTooLarge = (limit: number, size: number | null): Problem => ({
  status: 413,
  word: 'body-too-large',
  title: 'Body too large',
  detail: `The body has ${size ?? `more than ${limit}`} bytes; up to ${limit} are accepted. Send fewer events at once.`,
  members: { limit, ...(size === null ? {} : { size }) },
})

/** 413 and not 400: senders that know how to split a batch do it on 413. */
export const batchTooLarge = (limit: number, size: number): Problem => ({
  status: 413,
  word: 'batch-too-large',
  title: 'Too many events',
  detail: `The batch has ${size} events; up to ${limit} are accepted. Send fewer at once.`,
  members: { limit, size },
})

/** 413, because such a body is mostly a batch that can be split. */
export const tooManyMembers = (detail: string): Problem => ({
  status: 413,
  word: 'too-many-members',
  title: 'Too many members',
  detail: `${detail} Send less at once.`,
})

export const eventTooLarge = (limit: number, size: number): Problem => ({
  status: 413,
  word: 'event-too-large',
  title: 'Event too large',
  detail: `One event has ${size} bytes; up to ${limit} are accepted. Nothing of the request was stored.`,
  members: { limit, size },
})

/** `accepted` as a sentence may name them. */
export const unsupportedMediaType = (contentType: string, accepted: string, types: readonly string[]): Problem => ({
  status: 415,
  word: 'unsupported-media-type',
  title: 'Unsupported media type',
  detail: `${contentType === '' ? 'There is no Content-Type' : `"${contentType.slice(0, 200)}" is not accepted`}; send ${accepted}.`,
  headers: { accept: types.join(', ') },
})

/** What an endpoint answers that takes nothing but JSON in UTF-8. */
export const notJson = (contentType: string): Problem =>
  unsupportedMediaType(contentType, 'application/json in UTF-8', ['application/json'])

export const unsupportedEncoding = (encoding: string, accepted: readonly string[]): Problem => ({
  status: 415,
  word: 'unsupported-encoding',
  title: 'Unsupported content encoding',
  detail: `Content-Encoding: ${encoding.slice(0, 100)} is not accepted; send ${accepted.length === 0 ? 'the body as it is' : `${accepted.join(' or ')}, or the body as it is`}.`,
  headers: { 'accept-encoding': accepted.length === 0 ? 'identity' : accepted.join(', ') },
})

export const unreadable = (
  word: 'invalid-json' | 'invalid-utf-8' | 'invalid-encoding' | 'incomplete-body',
  detail: string,
  place?: Place,
): Problem => ({ status: 400, word, title: 'Unreadable body', detail, ...(place && { members: { ...place } }) })

const mostErrors = 1_000

/** Nothing of the request could be used. Pointers point into the body. */
export function invalidEvents(rejected: readonly Rejected[]): Problem {
  const faults = rejected.flatMap(({ item, faults }) =>
    faults.map(({ pointer, detail }) => ({ pointer: `${item.pointer}${pointer}`, detail })),
  )
  const word = rejected.every(item => item.word === 'unknown_type') ? 'unknown-type' : 'invalid-event'
  const named = faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim())
  return {
    status: 400,
    word,
    title: word === 'unknown-type' ? 'Unknown event type' : 'Invalid event',
    detail: `${named.slice(0, 3).join('; ')}${named.length > 3 ? `; and ${named.length - 3} more` : ''}.`,
    members: { errors: faults.slice(0, mostErrors) },
  }
}

export const tooManyEvents = (rate: number, waitSeconds: number): Problem => ({
  status: 429,
  word: 'too-many-events',
  title: 'Too many events',
  detail: `Up to ${rate} events a second are accepted; nothing of this request was. Send it again after ${waitSeconds} s.`,
  headers: { 'retry-after': waitSeconds.toString() },
})

/** So much is under way that nothing more is begun. */
export const busy: Problem = {
  status: 503,
  word: 'busy',
  title: 'Too much at once',
  detail: 'More requests are under way than can be held; nothing of this one was stored. Send it again after 1 s.',
  headers: { 'retry-after': '1' },
}

const retryUnavailableSeconds = 5

export const unavailable: Problem = {
  status: 503,
  word: 'unavailable',
  title: 'Not stored',
  detail: `The events could not be stored just now. Send them again after ${retryUnavailableSeconds} s; those that were stored are not processed twice.`,
  headers: { 'retry-after': retryUnavailableSeconds.toString() },
}

export const internal: Problem = {
  status: 500,
  word: 'internal',
  title: 'Internal error',
  detail: 'Something went wrong here; the log has it. Nothing was acknowledged: sending again is safe.',
}
