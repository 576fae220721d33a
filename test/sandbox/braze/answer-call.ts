import { timingSafeEqual } from 'node:crypto'
import type { Answer, Reply } from '../http/reply.ts'
import { isJsonObject } from '../json.ts'
import type { Call, Handled } from './call.ts'
import { emptyRateHeaders, rateHeaders, tooManyRequests } from './rate-limit.ts'
import { findRoute } from './routes.ts'
import type { Route } from './routes.ts'
import type { World } from './world.ts'

/** What becomes of a call, and what the journal should know about it. */
export interface Outcome {
  readonly reply: Reply
  readonly applied: boolean
  /** Name of the injected fault that struck. */
  readonly fault?: string
}

/**
 * The way of one call: known URL, good key, injected faults that come first, the endpoint behind its rate limit, injected
 * faults that come after. Faults strike only calls to a known URL with the right key.
 */
export function answerCall(world: World, call: Call): Outcome {
  const route = findRoute(call.method, call.path)
  if (!route) return refused(404, 'Invalid URL')
  const key = bearerOf(call.authorization)
  if (!isSame(key, world.key)) return refused(401, `Invalid API key: ${key}`, emptyRateHeaders)

  const { settings, faults } = world
  const limited = (seconds: number): Answer =>
    tooManyRequests(route.pool, settings, call.atMs + seconds * 1000, call.atMs)
  const first = faults.instead(call.path, limited)
  if (first) return { reply: first.reply, applied: false, fault: first.name }

  const { answer, applied } = limit(world, route, call)
  const last = faults.after(call.path, answer)
  if (last) return { reply: last.reply, applied, fault: last.name }
  return { reply: { send: 'answer', answer }, applied }
}

function limit(world: World, route: Route, call: Call): Handled {
  const { limiter, settings } = world
  const standing = limiter.take(route.pool, settings, call.atMs)
  if (!standing.allowed) {
    return { answer: tooManyRequests(route.pool, settings, standing.resetAtMs, call.atMs), applied: false }
  }
  const { answer, applied } = handle(world, route, call)
  const headers = { ...rateHeaders(standing, route.pool, settings, call.atMs), ...answer.headers }
  return { answer: { ...answer, headers }, applied }
}

/** The texts of 400, 413 and 415 are not documented; these are ours. */
function handle(world: World, route: Route, call: Call): Handled {
  const refuse = (status: number, message: string): Handled => ({
    answer: { status, body: { message } },
    applied: false,
  })
  if (!isJsonType(call.contentType)) return refuse(415, 'Unsupported Media Type: Content-Type must be application/json')
  if (call.tooLarge) return refuse(413, 'Payload Too Large')
  if (call.body === undefined) return refuse(400, 'Bad Request: the body is not valid JSON')
  if (!isJsonObject(call.body)) return refuse(400, 'Bad Request: the body must be a JSON object')
  return route.handle(world, call, call.body)
}

function refused(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Outcome {
  return { reply: { send: 'answer', answer: { status, headers, body: { message } } }, applied: false }
}

function bearerOf(authorization = ''): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function isJsonType(contentType = ''): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === 'application/json'
}
