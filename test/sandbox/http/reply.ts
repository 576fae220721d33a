import type { ServerResponse } from 'node:http'

/** What a server says. A string body goes out as it is, anything else as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What becomes of a request: an answer (perhaps late), silence with the connection held open, or a TCP reset. */
export type Reply =
  | { readonly send: 'answer'; readonly answer: Answer; readonly afterMs?: number }
  | { readonly send: 'nothing' }
  | { readonly send: 'reset' }

/** Carries a reply out. Names of headers keep their case. */
export function deliver(reply: Reply, response: ServerResponse): void {
  if (reply.send === 'nothing') return
  if (reply.send === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const { answer, afterMs } = reply
  if (afterMs === undefined) write(answer, response)
  else setTimeout(() => write(answer, response), afterMs)
}

function write({ status, headers, body }: Answer, response: ServerResponse): void {
  const isText = typeof body === 'string'
  const payload = isText ? body : JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'Content-Length': Buffer.byteLength(payload),
    ...headers,
  })
  response.end(payload)
}
