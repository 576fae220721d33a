import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Call } from '../../frame/call.ts'
import { isSame } from '../../frame/credentials.ts'
import type { Credentials } from '../../frame/credentials.ts'
import type { Answer } from '../../frame/reply.ts'
import type { Settings } from '../settings.ts'

/** Whom a bearer token speaks for. */
export interface Caller {
  readonly tenant: string
  /** null: a client without a user. */
  readonly user: string | null
}

const requestSchema = z.object({
  grant_type: z.string().min(1),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  username: z.string().optional(),
  password: z.string().optional(),
  scope: z.string().optional(),
})
type TokenRequest = z.output<typeof requestSchema>

/** The tokens that were issued. */
export class Tokens {
  readonly #issued = new Map<string, Caller & { readonly endMs: number }>()

  issue(caller: Caller, nowMs: number, seconds: number): string {
    for (const [token, { endMs }] of this.#issued) {
      if (endMs > nowMs) break
      this.#issued.delete(token)
    }
    const token = randomBytes(24).toString('base64url')
    this.#issued.set(token, { ...caller, endMs: nowMs + seconds * 1000 })
    return token
  }

  /** undefined: unknown, or over. */
  find(token: string, nowMs: number): Caller | undefined {
    const issued = this.#issued.get(token)
    return issued && issued.endMs > nowMs ? issued : undefined
  }

  revoke(token: string): void {
    this.#issued.delete(token)
  }

  clear(): void {
    this.#issued.clear()
  }
}

/** `POST /tenants/{tenant}/oauth2/token`, JSON or form, for a client or for a user by password. */
export function answerToken(
  call: Call,
  tenant: string,
  { tokens, settings, credentials }: { tokens: Tokens; settings: Settings; credentials: Credentials },
): Answer {
  const known = settings.tenants[tenant]
  if (!known) return refused(404, 'invalid_request', `Tenant ${tenant} is not known.`)
  const { data: request } = requestSchema.safeParse(fieldsOf(call))
  if (!request) return refused(400, 'invalid_request', 'grant_type, client_id and client_secret are required.')
  const clients = [{ id: credentials.client, secret: credentials.secret }, ...known.clients]
  if (!clients.some(({ id, secret }) => id === request.client_id && isSame(request.client_secret, secret)))
    return refused(401, 'invalid_client', 'Client authentication failed.')
  const user = userOf(request, known.users)
  if (user === undefined) return refused(400, 'invalid_grant', 'Invalid user name or password.')
  if (user === 'unsupported') return refused(400, 'unsupported_grant_type', `${request.grant_type} is not supported.`)
  const token = tokens.issue({ tenant, user: user.name }, call.atMs, settings.tokenSeconds)
  const body = { access_token: token, token_type: 'Bearer', expires_in: settings.tokenSeconds }
  const scope = request.scope !== undefined && { scope: request.scope }
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: { ...body, ...scope } }
}

function userOf(
  { grant_type: grant, username, password }: TokenRequest,
  users: Settings['tenants'][string]['users'],
): { name: string | null } | 'unsupported' | undefined {
  if (grant === 'client_credentials') return { name: null }
  if (grant !== 'password') return 'unsupported'
  const found = users.find(user => user.username === username && isSame(password ?? '', user.password))
  return found && { name: found.username }
}

function fieldsOf({ headers, text, json }: Call): unknown {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : json
}

function refused(status: number, error: string, error_description: string): Answer {
  return { status, body: { error, error_description } }
}
