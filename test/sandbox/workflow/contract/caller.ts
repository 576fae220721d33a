import assert from 'node:assert/strict'
import { z } from 'zod'
import type { RunningSandbox } from '../../start.ts'

const object = z.record(z.string(), z.unknown())
export const client = { client_id: 'test-client', client_secret: 'test-secret' }
const listSchema = z.looseObject({ _embedded: z.record(z.string(), z.array(object)), page: object, _links: object })

export interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** `{}` when the body is no JSON object. */
  readonly body: Record<string, unknown>
}

export type WorkflowCaller = ReturnType<typeof workflowCaller>

/** Calls a running sandbox with a token of its own, and reads back what it did. */
export function workflowCaller(sandbox: () => Pick<RunningSandbox, 'url'>) {
  const tokens = new Map<string, string>()

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Heard> {
    const response = await fetch(sandbox().url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(10_000),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const parsed: unknown = isJson ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, text, body: object.safeParse(parsed).data ?? {} }
  }
  async function tokenFor(tenant: string): Promise<string> {
    const heard = await send('POST', `/tenants/${tenant}/oauth2/token`, { ...client, grant_type: 'client_credentials' })
    assert.equal(heard.status, 200, heard.text)
    return z.string().parse(heard.body['access_token'])
  }
  async function call(method: string, path: string, body?: unknown, tenant = 'acme'): Promise<Heard> {
    const token = tokens.get(tenant) ?? (await tokenFor(tenant))
    tokens.set(tenant, token)
    return send(method, path, body, { authorization: `Bearer ${token}` })
  }
  const api = (method: string, path: string, body?: unknown, tenant?: string) =>
    call(method, `/workflow/v1/${path}`, body, tenant)
  async function list(path: string, tenant?: string) {
    const heard = await call('GET', path, undefined, tenant)
    assert.equal(heard.status, 200, heard.text)
    const { _embedded: embedded, page, _links: links } = listSchema.parse(heard.body)
    const [name = '', entries = []] = Object.entries(embedded)[0] ?? []
    return { name, entries, ids: entries.map(({ id }) => id), total: page['totalElements'], page, links }
  }
  return {
    sandbox,
    send,
    call,
    api,
    list,
    tasks: (query = '', tenant?: string) => list(`/workflow/v1/tasks?${query}`, tenant),
    act: (id: string, action: object, tenant?: string) => api('POST', `tasks/${id}`, action, tenant),
    complete: (id: string, more: object = {}) => api('POST', `tasks/${id}`, { action: 'complete', ...more }),
    start: (body: object) => api('POST', 'process-instances', body),
    task: async (id: string) => (await send('GET', `/_sandbox/tasks/${id}`)).body,
    control: (method: string, path: string, body?: unknown) => send(method, `/_sandbox/${path}`, body),
    fault: async (fault: object) => assert.equal((await send('POST', '/_sandbox/faults', fault)).status, 200),
    effects: async (kind = '') => {
      const query = kind === '' ? '' : `?kind=${kind}`
      return z.array(object).parse((await send('GET', `/_sandbox/effects${query}`)).body['effects'])
    },
    /** Everything as at the start, tokens too. */
    reset: async () => {
      tokens.clear()
      assert.equal((await send('DELETE', '/_sandbox')).status, 200)
    },
  }
}
