import type { Call, Handled } from '../frame/call.ts'
import { bearerOf } from '../frame/credentials.ts'
import type { Answer } from '../frame/reply.ts'
import type { Frame } from '../frame/sandbox.ts'
import type { CallBody, EcmCall } from './call.ts'
import { updateCategory } from './categories/category-calls.ts'
import { editConflictFault } from './faults/edit-conflict.ts'
import { expiredTicket } from './faults/expired-ticket.ts'
import { lostUpdate } from './faults/lost-update.ts'
import { pagePastEnd } from './faults/page-past-end.ts'
import { zonelessDates } from './faults/zoneless-dates.ts'
import { changeNode } from './nodes/change-node.ts'
import { overwriteFromElsewhere } from './categories/other-writer.ts'
import { anyInput, formInput } from './reading/input.ts'
import { isArray } from '../json.ts'
import { Refusal, authenticationRequired, editConflict, unknownUrl } from './refusal.ts'
import { RawAnswer } from './request.ts'
import type { EcmRequest } from './request.ts'
import { routes } from './routes.ts'
import type { Route } from './routes.ts'
import { otdsLogIn, otdsToken } from './sessions/auth.ts'
import type { Session } from './sessions/session-store.ts'
import type { Settings } from './settings.ts'
import type { World } from './world.ts'

export type EcmFrame = Frame<Settings>

/** The way of one call: a proxy's limit, the URL, the ticket, the endpoint; a fresh ticket goes out with every success. */
export function answerCall(world: World, frame: EcmFrame, call: Call, body: CallBody): Handled {
  const { requestLimit } = world.settings
  if (requestLimit.requests > 0) {
    const { allowed, resetAtMs } = frame.windows.take('requests', requestLimit, call.atMs)
    if (!allowed) return { answer: tooManyRequests(Math.ceil((resetAtMs - call.atMs) / 1000)), applied: false }
  }
  const before = world.effectCount
  const answer = suppressed(call, body, answered(world, frame, call, body))
  return { answer, applied: world.effectCount > before }
}

/** What a proxy says: Content Server has no 429 of its own. */
export function tooManyRequests(seconds: number): Answer {
  return { status: 429, headers: { 'Retry-After': String(seconds) }, body: { error: 'Too Many Requests' } }
}

function answered(world: World, frame: EcmFrame, call: Call, body: CallBody): Answer {
  try {
    return handled(world, frame, call, body)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, message, errorDetail } = error
    return { status, body: { error: message, ...(errorDetail !== undefined && { errorDetail }) } }
  }
}

function handled(world: World, frame: EcmFrame, call: Call, body: CallBody): Answer {
  if (body.unreadable !== undefined) throw new Refusal(400, body.unreadable)
  const otds = otdsAnswer(world, call, body)
  if (otds) return { status: 200, body: otds }
  const path = apiPath(call.path)
  const found = path === undefined ? undefined : routes.find(call.method, path)
  if (path === undefined || !found) throw unknownUrl()
  const { target: route, params } = found
  expireTickets(world, frame, call)
  const login = { session: route.open ? undefined : sessionOf(world, call) }
  const user = world.users.get(login.session?.userId ?? 1000)
  if (!user) throw authenticationRequired()
  const settings = settingsFor(frame, call)
  const ecmCall: EcmCall = {
    atMs: call.atMs,
    method: call.method,
    path,
    query: call.query,
    headers: call.headers,
    body,
  }
  const input = inputOf(route, body)
  const request = { world, settings, call: ecmCall, user, login, nowMs: call.atMs, params, input }
  meddle(frame, call, route, request)
  return withTicket(world, request, route.handle(request))
}

function withTicket({ sessions }: World, { login, nowMs, call }: EcmRequest, said: object): Answer {
  const isLogin = call.path === '/v1/auth' && call.method === 'POST' && 'ticket' in said
  const ticket = isLogin ? String(said.ticket) : login.session && sessions.issue(login.session, nowMs)
  const headers = ticket === undefined ? {} : { OTCSTicket: ticket }
  if (said instanceof RawAnswer) return { status: 200, headers: { ...headers, ...said.headers }, body: said.content }
  return { status: 200, headers, body: said }
}

/** Core calls are blind to JSON: nothing of it arrives, and what is needed is missing. */
function inputOf({ takes }: Route, body: CallBody) {
  if (takes === 'any') return anyInput(body)
  if (body.kind === 'json') throw new Refusal(400, 'The request must be a form: application/json is not taken here')
  return formInput(body)
}

/** The ticket from the header, the cookie of the web client, or what the directory service gave. */
function sessionOf(world: World, { headers, atMs }: Call): Session {
  const ticket = headers['otcsticket'] ?? /(?:^|;\s*)LLCookie="?([^;"]+)/.exec(headers.cookie ?? '')?.[1]
  const known = isArray(ticket) ? ticket[0] : ticket
  const foreign = headers['otdsticket'] ?? bearerOf(headers.authorization)
  if (known === undefined && typeof foreign === 'string' && foreign !== '') {
    const session = world.otds.sessionFor(foreign, userId => world.sessions.open(userId, atMs))
    if (!session) throw authenticationRequired()
    return session
  }
  const found = world.sessions.find(typeof known === 'string' ? known : undefined, atMs, world.settings.session)
  if ('refused' in found) throw authenticationRequired()
  return found.session
}

/** A fault may bend the settings for one call. */
function settingsFor({ faults, settings }: EcmFrame, call: Call): Settings {
  const current = settings()
  const zoneless: Settings['dates'] = 'zoneless'
  const bent = faults.take(zonelessDates, call) ? { ...current, dates: zoneless } : current
  return faults.take(pagePastEnd, call) ? { ...bent, pagePastEnd: 'rows' } : bent
}

/** Faults of the system's own that strike between the ticket and the work. */
function meddle({ faults }: EcmFrame, call: Call, { handle }: Route, request: EcmRequest): void {
  if (handle !== updateCategory && handle !== changeNode) return
  if (faults.take(editConflictFault, call)) throw editConflict()
  if (handle !== updateCategory) return
  const other = faults.take(lostUpdate, call)
  if (other) overwriteFromElsewhere(request, other.values)
}

/** Kills tickets before they are looked at. */
function expireTickets(world: World, { faults }: EcmFrame, call: Call): void {
  const ticket = call.headers['otcsticket']
  if (typeof ticket !== 'string') return
  const struck = faults.take(expiredTicket, call)
  if (struck?.scope === 'all') world.sessions.revokeAll()
  else if (struck) world.sessions.revoke(ticket)
}

function otdsAnswer(world: World, { method, path, headers }: Call, body: CallBody): object | undefined {
  if (method !== 'POST') return undefined
  if (/^\/otdsws\/(v1|rest)\/authentication\/credentials\/?$/.test(path)) return otdsLogIn(world, body)
  if (/^\/otdsws\/oauth2\/token\/?$/.test(path)) return otdsToken(world, body, headers.authorization)
  return undefined
}

/** `/v2/nodes/1` of `/otcs/cs/api/v2/nodes/1/` or `/otcs/cs.exe/api/…`. */
function apiPath(path: string): string | undefined {
  return /^\/otcs\/cs(?:\.exe)?\/api(\/.*?)\/*$/.exec(path)?.[1]
}

/** With `suppress_response_codes` the status is 200 and the body tells the true one. */
function suppressed({ query }: Call, { fields }: CallBody, answer: Answer): Answer {
  if (!query.has('suppress_response_codes') && !fields.has('suppress_response_codes')) return answer
  const { body } = answer
  if (typeof body !== 'object' || body === null || isArray(body) || Buffer.isBuffer(body))
    return { ...answer, status: 200 }
  return { ...answer, status: 200, body: { ...body, statusCode: answer.status } }
}
