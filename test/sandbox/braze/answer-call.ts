import type { Call, Handled } from '../frame/call.ts'
import { bearerOf, isSame } from '../frame/credentials.ts'
import type { Answer } from '../frame/reply.ts'
import { isJsonObject } from '../json.ts'
import type { Braze } from './braze.ts'
import { emptyRateHeaders, rateHeaders, tooManyRequests } from './rate-limit.ts'
import { refused } from './route.ts'
import type { Drawn, Request, Route } from './route.ts'
import { findRoute } from './routes.ts'

/** A wrong URL or key, or a key that may not do this. Nothing else comes before it. */
export function admit({ frame, workspace }: Braze, call: Call): Handled | undefined {
  const found = findRoute(call.method, call.path)
  if (!found) return refused(404, 'Invalid URL')
  const key = bearerOf(call.headers.authorization)
  if (isSame(key, frame.credentials.key)) return undefined
  if (!workspace.keys.has(key)) {
    const { answer } = refused(401, `Invalid API key: ${key}`)
    return { answer: { ...answer, headers: emptyRateHeaders }, applied: false }
  }
  const permissions = workspace.keys.get(key)
  if (!permissions || permissions.has(found.route.permission)) return undefined
  return refused(403, 'You do not have permission to access this resource')
}

/** The endpoint behind its limits. */
export function answerCall(braze: Braze, call: Call): Handled {
  const found = findRoute(call.method, call.path)
  if (!found) return refused(404, 'Invalid URL')
  const { route, parameters } = found
  const body = hasBody(call) ? call.json : {}
  const request = { call, parameters, body: isJsonObject(body) ? body : {} }
  return limit(braze, route, request, () => unreadable(call) ?? route.handle(braze, request))
}

/** Answers as a full pool of the endpoint does. */
export function rateLimited({ frame }: Braze, call: Call, seconds: number): Answer {
  const found = findRoute(call.method, call.path)
  const body = isJsonObject(call.json) ? call.json : {}
  const [drawn = 'shared'] = found ? poolsOf(found.route, { call, parameters: found.parameters, body }) : []
  const pool = poolOf(drawn)
  const settings = frame.settings()
  const requests = settings.limits[pool]?.requests ?? 0
  return tooManyRequests({ limit: requests, resetAtMs: call.atMs + seconds * 1000 }, pool, settings, call.atMs)
}

/** The headers tell of the first of the endpoint's pools; the first that is full refuses. */
function limit({ frame }: Braze, route: Route, request: Request, work: () => Handled): Handled {
  const settings = frame.settings()
  const { atMs } = request.call
  let headers: Record<string, string> | undefined
  for (const drawn of poolsOf(route, request)) {
    const pool = poolOf(drawn)
    const size = settings.limits[pool]
    if (!size) continue
    const window = typeof drawn === 'string' ? drawn : `${pool} ${drawn.window}`
    const standing = frame.windows.take(window, size, atMs)
    if (!standing.allowed) return { answer: tooManyRequests(standing, pool, settings, atMs), applied: false }
    headers ??= rateHeaders(standing, pool, settings, atMs)
  }
  const { answer, applied } = work()
  return { answer: { ...answer, headers: { ...headers, ...answer.headers } }, applied }
}

function poolsOf({ pools }: Route, request: Request): readonly Drawn[] {
  return typeof pools === 'function' ? pools(request) : pools
}

function poolOf(drawn: Drawn) {
  return typeof drawn === 'string' ? drawn : drawn.pool
}

/** A DELETE need not have a body. */
function hasBody({ method, bytes }: Call): boolean {
  return method !== 'GET' && !(method === 'DELETE' && bytes === 0)
}

/** The texts of 400, 413 and 415 are not documented; these are ours. */
function unreadable(call: Call): Handled | undefined {
  if (!hasBody(call)) return undefined
  if (!isJsonType(call.headers['content-type'])) {
    return refused(415, 'Unsupported Media Type: Content-Type must be application/json')
  }
  if (call.tooLarge) return refused(413, 'Payload Too Large')
  if (call.json === undefined) return refused(400, 'Bad Request: the body is not valid JSON')
  return isJsonObject(call.json) ? undefined : refused(400, 'Bad Request: the body must be a JSON object')
}

function isJsonType(contentType = ''): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === 'application/json'
}
