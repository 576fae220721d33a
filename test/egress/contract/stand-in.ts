import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { Profile } from './profile.ts'

/** A destination that is no sandbox, and answers nothing of its own. */
export interface StandIn {
  readonly url: string
  /** Requests that came, without those that only let in. */
  readonly heard: () => number
  readonly stop: () => Promise<void>
}

/** What to do with a request that came to the point; its whole text is given. */
type Answering = (response: ServerResponse, said: string) => void

/** A server that lets every log-in in and answers the rest as `answering` does. */
export async function standIn({ admission }: Pick<Profile, 'admission'>, answering: Answering): Promise<StandIn> {
  let heard = 0
  const listener = listening(admission, (response, said) => {
    heard += 1
    answering(response, said)
  })
  return serving(createServer(listener), 'http', () => heard)
}

/** One that speaks TLS with a certificate that nobody here has reason to trust. */
export async function secureStandIn(files: { cert: string; key: string }, answering: Answering): Promise<StandIn> {
  let heard = 0
  const tls = { cert: readFileSync(files.cert), key: readFileSync(files.key) }
  const listener = listening([], (response, said) => {
    heard += 1
    answering(response, said)
  })
  return serving(createSecureServer(tls, listener), 'https', () => heard)
}

const listening =
  (admission: Profile['admission'], answering: Answering): RequestListener =>
  (request, response) => {
    void said(request).then(whole => {
      const admitted = admission.find(({ path }) => path.test(request.url ?? ''))
      if (admitted) response.setHeader('content-type', 'application/json').end(JSON.stringify(admitted.body))
      else answering(response, whole)
    })
  }

/** Head and body as one text. */
const said = async (request: IncomingMessage): Promise<string> =>
  [`${request.method} ${request.url}`, ...request.rawHeaders, await text(request)].join('\n')

async function serving(server: Server, scheme: string, heard: () => number): Promise<StandIn> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `${scheme}://127.0.0.1:${port}`, heard, stop }
}
