import { z } from 'zod'
import { fullMessage, KafkaError } from './errors.ts'

/** Answers a token that is good for now. Asked at every new connection, and by each connection before its token ends. */
export type TokenSource = () => Promise<string>

/** OAuth 2.0 client credentials (RFC 6749, 4.4). */
export interface ClientCredentials {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string | undefined
}

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().optional() })

/** A token is not handed out in its last seconds: kafkajs authenticates a connection again ten seconds before its token ends, and needs a newer one then. */
const marginMs = 30_000

/**
 * Tokens of a token endpoint, kept until shortly before they end; one request at a time, for however many connections.
 * Rejects with TOKEN_UNAVAILABLE (the endpoint may answer later) or TOKEN_REFUSED (it will not, as things are set).
 */
export function clientCredentials(credentials: ClientCredentials, nowMs = () => performance.now()): TokenSource {
  let kept: { readonly token: string; readonly untilMs: number } | undefined
  let asking: Promise<string> | undefined
  const ask = async () => {
    const askedMs = nowMs()
    const { access_token: token, expires_in: seconds = 0 } = await request(credentials)
    kept = { token, untilMs: askedMs + seconds * 1_000 - marginMs }
    return token
  }
  return () => {
    if (kept && nowMs() < kept.untilMs) return Promise.resolve(kept.token)
    asking ??= ask().finally(() => (asking = undefined))
    return asking
  }
}

async function request({ url, clientId, clientSecret, scope }: ClientCredentials): Promise<z.output<typeof Answer>> {
  const user = [clientId, clientSecret].map(encodeURIComponent).join(':')
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}`, accept: 'application/json' },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
    signal: AbortSignal.timeout(5_000),
  }).catch((error: unknown) => {
    throw new KafkaError('TOKEN_UNAVAILABLE', `the token endpoint ${url} does not answer: ${fullMessage(error)}`)
  })
  const text = await answer.text()
  const said = `the token endpoint ${url} answered ${answer.status}`
  if (answer.status >= 500 || answer.status === 429) throw new KafkaError('TOKEN_UNAVAILABLE', said)
  if (!answer.ok) throw new KafkaError('TOKEN_REFUSED', `${said}: ${text.slice(0, 300)}`)
  const parsed = Answer.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new KafkaError('TOKEN_REFUSED', `${said} without an access_token`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
