import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** A token endpoint (RFC 6749, client credentials) that issues unsigned tokens, and counts. */
export interface TokenEndpoint {
  readonly url: string
  /** The forms that were posted, with the Authorization header of each. */
  readonly asked: { authorization: string; form: URLSearchParams }[]
  /** Answers this from now on instead of tokens; undefined: tokens again. */
  answer(instead: { status: number; body: string } | undefined): void
  stop(): void
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token that Kafka's unsecured validator takes. */
export function unsignedToken(subject: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1_000)
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + seconds })}.`
}

export async function startTokenEndpoint(seconds: number): Promise<TokenEndpoint> {
  const asked: TokenEndpoint['asked'] = []
  let instead: { status: number; body: string } | undefined
  const server = createServer((request, response) => {
    void text(request).then(body => {
      asked.push({ authorization: request.headers.authorization ?? '', form: new URLSearchParams(body) })
      const token = { access_token: unsignedToken('ada', seconds), token_type: 'Bearer', expires_in: seconds }
      response.writeHead(instead?.status ?? 200, { 'content-type': 'application/json' })
      response.end(instead?.body ?? JSON.stringify(token))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/token`,
    asked,
    answer: given => void (instead = given),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
