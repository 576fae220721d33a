import { writeDate } from './dates.ts'
import { Refusal } from './refusal.ts'
import type { EcmRequest } from './request.ts'

/** GET /v1/ping needs no ticket. */
export function ping(): object {
  return { rest_api: [{ build: 1, href: '/api/v1', version: '1.0' }] }
}

/** GET /v1/serverinfo: times in milliseconds, counted from the last request. */
export function serverInfo({ settings, nowMs }: EcmRequest): object {
  const { timeoutMs } = settings.session
  return {
    mobile: {},
    server: { version: '23.4', current_date: writeDate(nowMs, settings), url: '/otcs/cs' },
    sessions: {
      ...{ enabled: true, expire_after_last_login: false, expire_after_last_request: true },
      session_inactivity: Math.max(0, timeoutMs - 180_000),
      ...{ session_reaction_time: 180_000, session_timeout: timeoutMs, logout_url: '?func=ll.DoLogout' },
    },
    viewer: {},
  }
}

/** GET /v2/systemhealth, on newer servers. */
export function systemHealth({ settings }: EcmRequest): object {
  if (!settings.systemHealth) throw new Refusal(400, 'The REST API URL could not be found in the mappings registry')
  return { results: { status: 'OK', tests: [] } }
}
