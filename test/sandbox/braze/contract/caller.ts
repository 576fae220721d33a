import { z } from 'zod'
import type { RunningSandbox } from '../../start.ts'

const object = z.record(z.string(), z.unknown())
const effectsPage = z.object({ effects: z.array(object) })
const totals = z.object({ total: z.object({ events: z.number() }) })

export interface Heard {
  readonly status: number
  readonly headers: Headers
  /** `{ said }` when the body is not JSON. */
  readonly body: Record<string, unknown>
}

export type BrazeCaller = ReturnType<typeof brazeCaller>

/** Calls a running sandbox with its own key, and reads back what it did. Gives up on an answer after `timeoutMs`. */
export function brazeCaller(sandbox: () => RunningSandbox) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    timeoutMs = 5000,
  ): Promise<Heard> {
    const response = await fetch(sandbox().url + path, {
      method,
      headers: { authorization: `Bearer ${sandbox().key}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const said = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? object.parse(JSON.parse(said)) : { said },
    }
  }
  const exported = async (body: object) => {
    return z.array(object).parse((await call('POST', '/users/export/ids', body)).body['users'])
  }
  return {
    sandbox,
    call,
    track: (body: unknown, headers?: Record<string, string>) => call('POST', '/users/track', body, headers),
    change: (id: string, more: object) => call('POST', '/users/track', { attributes: [{ external_id: id, ...more }] }),
    settings: (change: object) => call('PUT', '/_sandbox/settings', change),
    injectFault: (fault: object) => call('POST', '/_sandbox/faults', fault),
    exported,
    /** Custom attributes; `{}` when there is no such user. */
    attributesOf: async (id: string) => (await exported({ external_ids: [id] }))[0]?.['custom_attributes'] ?? {},
    post: (path: string, body: unknown) => call('POST', path, body),
    get: (path: string) => call('GET', path),
    /** Every effect of a kind, in order, without its number. */
    effects: async (kind: string) => {
      const { effects } = effectsPage.parse(
        (await call('GET', `/_sandbox/effects?kind=${encodeURIComponent(kind)}`)).body,
      )
      return effects.map(({ seq, ...effect }) => (typeof seq === 'number' ? effect : {}))
    },
    journal: async () => z.array(object).parse((await call('GET', '/_sandbox/calls')).body['calls']),
    appliedEvents: async () => totals.parse((await call('GET', '/_sandbox/objects')).body).total.events,
  }
}
