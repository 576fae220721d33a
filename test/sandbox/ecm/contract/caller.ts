import { z } from 'zod'
import type { RunningSandbox } from '../../start.ts'

const object = z.record(z.string(), z.unknown())
export const user = 'admin'
export const password = 'secret'

export interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  readonly said: string
}

export interface Sent {
  readonly form?: Readonly<Record<string, string>> | URLSearchParams | FormData
  readonly json?: unknown
  readonly raw?: Buffer | ReadableStream
  readonly ticket?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly base?: string
  readonly timeoutMs?: number
}

export type EcmCaller = ReturnType<typeof ecmCaller>

/** Calls a running sandbox; logs in once, and takes up the fresh ticket of every answer as a good client does. */
export function ecmCaller(sandbox: () => RunningSandbox) {
  let ticket: string | undefined

  async function send(method: string, url: string, sent: Sent): Promise<Heard> {
    const { form, json, raw, headers = {}, timeoutMs = 10_000 } = sent
    const isPlain = form !== undefined && !(form instanceof FormData)
    const body = json !== undefined ? JSON.stringify(json) : (raw ?? (isPlain ? new URLSearchParams(form) : form))
    const type = json !== undefined ? { 'content-type': 'application/json' } : {}
    const response = await fetch(url, {
      method,
      headers: { ...type, ...(sent.ticket !== undefined && { OTCSTicket: sent.ticket }), ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body }),
      ...(raw instanceof ReadableStream && { duplex: 'half' }),
    })
    const said = await response.text()
    return { status: response.status, headers: response.headers, body: parsed(said), said }
  }
  /** One call as it is, without a log-in: `path` begins with /v1 or /v2. */
  const call = (method: string, path: string, sent: Sent = {}): Promise<Heard> =>
    send(method, `${sandbox().url}${sent.base ?? '/otcs/cs/api'}${path}`, sent)

  async function logIn(username = user, pass = password): Promise<string> {
    const { body } = await call('POST', '/v1/auth', { form: { username, password: pass } })
    return z.object({ ticket: z.string() }).parse(body).ticket
  }
  /** A call of the user given at the start. */
  async function as(method: string, path: string, sent: Sent = {}): Promise<Heard> {
    ticket ??= await logIn()
    const heard = await call(method, path, { ticket, ...sent })
    ticket = heard.headers.get('otcsticket') ?? ticket
    return heard
  }
  const control = async (method: string, path: string, json?: unknown) => {
    const { body } = await send(method, `${sandbox().url}/_sandbox${path}`, { ...(json !== undefined && { json }) })
    return object.parse(body)
  }
  return {
    sandbox,
    call,
    logIn,
    as,
    control,
    get: (path: string) => as('GET', path),
    injectFault: (fault: object) => control('POST', '/faults', fault),
    settings: (change: object) => control('PUT', '/settings', change),
    effects: async (kind?: string) => {
      const page = await control('GET', `/effects${kind === undefined ? '' : `?kind=${kind}`}`)
      return z.array(object).parse(page['effects'])
    },
    /** Back to the start, and logged out. */
    reset: async () => {
      ticket = undefined
      await control('DELETE', '')
    },
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** What lies at a path of keys and indexes in an answer; undefined where there is nothing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Object.entries(here).find(([name]) => name === String(key))?.[1]
  }
  return here
}

export const list = (value: unknown): unknown[] => z.array(z.unknown()).parse(value)
export const text = (value: unknown): string => z.string().parse(value)
export const number = (value: unknown): number => z.number().parse(value)
