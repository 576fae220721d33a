import { z } from 'zod'
import type { RunningSandbox } from '../../start.ts'
import { signed } from './signing.ts'
import type { Signing } from './signing.ts'

const object = z.record(z.string(), z.unknown())

export interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** `{}` when the body is no JSON object. */
  readonly body: Record<string, unknown>
}

/** Headers beside the signature; null takes one away. */
export type Headings = Readonly<Record<string, string | null>>

export type SignedCaller = ReturnType<typeof signedCaller>

/** Makes signed calls to a running sandbox, and reads back what they did. */
export function signedCaller(sandbox: () => RunningSandbox, contentType: string) {
  async function send(method: string, path: string, text: string | undefined, headers: Headings): Promise<Heard> {
    const given = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
    const response = await fetch(sandbox().url + path, {
      method,
      headers: z.record(z.string(), z.string()).parse(Object.fromEntries(given)),
      signal: AbortSignal.timeout(5000),
      ...(text !== undefined && { body: text }),
    })
    const said = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const parsed: unknown = isJson && said !== '' ? JSON.parse(said) : undefined
    return { status: response.status, headers: response.headers, text: said, body: object.safeParse(parsed).data ?? {} }
  }
  const control = (method: string, path: string, body?: object) =>
    send(method, `/_sandbox${path}`, body && JSON.stringify(body), {})
  return {
    sandbox,
    send,
    control,
    post: (path: string, key: string, body: unknown, headers: Headings = {}, how: Signing = {}): Promise<Heard> => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const all = { 'content-type': contentType, 'idempotency-key': key, ...signed(text, how), ...headers }
      return send('POST', path, text, all)
    },
    effects: async () => z.array(object).parse((await control('GET', '/effects')).body['effects']),
  }
}
