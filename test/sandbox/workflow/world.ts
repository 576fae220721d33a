import type { Call, Handled } from '../frame/call.ts'
import { bearerOf } from '../frame/credentials.ts'
import type { Answer } from '../frame/reply.ts'
import type { Frame, World } from '../frame/sandbox.ts'
import { historyRoutes } from './api/history.ts'
import { jobRoutes } from './api/jobs.ts'
import { partRoutes } from './api/parts.ts'
import { processRoutes } from './api/processes.ts'
import { decode, Router } from './api/route.ts'
import { taskActionRoutes } from './api/task-actions.ts'
import { taskRoutes } from './api/tasks.ts'
import { answerToken, Tokens } from './api/token.ts'
import type { Caller } from './api/token.ts'
import { workflowControls } from './controls.ts'
import { Engines } from './engines.ts'
import { notFound, Refusal } from './engine/refusal.ts'
import { settle } from './engine/settle.ts'
import { tokenExpired } from './faults/token-expired.ts'
import { raceFor } from './race.ts'
import type { Settings } from './settings.ts'

const runtime = new Router([
  ...taskRoutes,
  ...taskActionRoutes,
  ...processRoutes,
  ...partRoutes,
  ...jobRoutes,
  ...historyRoutes,
])
const history = new Router(historyRoutes)
const routers = new Map([
  ['workflow', runtime],
  ['workflow-history', history],
])
const pathPattern = /^\/(workflow|workflow-history)\/v1\/(.+)$/
const tokenPattern = /^\/tenants\/([^/]+)\/oauth2\/token$/

/** The service: a token endpoint, and processes and tasks for each tenant. */
export function workflowWorld(frame: Frame<Settings>): World {
  const { credentials, clock, settings, effects, faults, windows } = frame
  const tokens = new Tokens()
  const tell = ({ kind, subject, id, ...more }: { kind: string; subject: string; id: string }): void =>
    effects.add({ kind, subject, id }, more)
  const engines = new Engines(settings, tell, clock)

  function answer(call: Call): Answer {
    const tenant = tokenPattern.exec(call.path)?.[1]
    if (tenant !== undefined && call.method === 'POST')
      return answerToken(call, decode(tenant), { tokens, settings: settings(), credentials })
    const token = bearerOf(call.headers.authorization)
    if (faults.take(tokenExpired, call)) tokens.revoke(token)
    const caller = tokens.find(token, call.atMs)
    if (!caller) return unauthorized
    const { limit } = settings()
    const standing = limit && windows.take(caller.tenant, limit, call.atMs)
    if (standing && !standing.allowed) return tooMany(Math.ceil((standing.resetAtMs - call.atMs) / 1000))
    return perform(call, caller)
  }

  function perform(call: Call, { tenant, user }: Caller): Answer {
    const [, base = '', rest = ''] = pathPattern.exec(call.path) ?? []
    const found = routers.get(base)?.find(call.method, rest)
    const engine = engines.of(tenant)
    if (!found || !engine) return refusal(notFound(`No ${call.method} ${call.path}`))
    const { route, parts } = found
    const race = raceFor(faults, call, parts[0] ?? '', call.atMs)
    try {
      return route.handle({ engine, call, nowMs: call.atMs, user, parts, race })
    } catch (error) {
      if (error instanceof Refusal) return refusal(error)
      throw error
    }
  }

  return {
    answer(call): Handled {
      const said = answer(call)
      return { answer: said, applied: call.method !== 'GET' && said.status < 300 && !tokenPattern.test(call.path) }
    },
    rateLimited: (_call, seconds) => tooMany(seconds),
    settle(nowMs) {
      for (const engine of engines.all) settle(engine, nowMs)
    },
    configured: () => engines.addMissing(),
    controls: workflowControls(engines, settings),
    reset() {
      tokens.clear()
      engines.restart()
    },
  }
}

const unauthorized: Answer = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  body: new Refusal(401, 'Full authentication is required to access this resource').body,
}

function refusal({ status, body }: Refusal): Answer {
  return { status, body }
}

function tooMany(seconds: number): Answer {
  const body = { message: 'Too many requests', exception: 'Rate limit exceeded.' }
  return { status: 429, headers: { 'Retry-After': String(seconds) }, body }
}
