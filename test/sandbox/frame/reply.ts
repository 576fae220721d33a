import type { ServerResponse } from 'node:http'

/** What a server says. Text and bytes go out as they are, nothing (undefined) as an empty body, anything else as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/**
 * What becomes of a request: an answer (perhaps late), an answer that breaks off in the middle of its body, silence with the
 * connection held open, or a TCP reset.
 */
export type Reply =
  | { readonly send: 'answer'; readonly answer: Answer; readonly afterMs?: number }
  | { readonly send: 'half'; readonly answer: Answer }
  | { readonly send: 'nothing' }
  | { readonly send: 'reset' }

/** Carries a reply out. Names of headers keep their case. */
export function deliver(reply: Reply, response: ServerResponse): void {
  switch (reply.send) {
    case 'nothing':
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'half':
      breakOff(reply.answer, response)
      return
    case 'answer':
      if (reply.afterMs === undefined) write(reply.answer, response)
      else setTimeout(() => write(reply.answer, response), reply.afterMs)
  }
}

function write(answer: Answer, response: ServerResponse): void {
  response.end(begin(answer, response))
}

function breakOff(answer: Answer, response: ServerResponse): void {
  const payload = Buffer.from(begin(answer, response))
  response.write(payload.subarray(0, payload.length >> 1), () => response.socket?.destroy())
}

/** Sends the head, and gives back the body that is to follow. */
function begin({ status, headers, body }: Answer, response: ServerResponse): string | Buffer {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const payload = isRaw ? body : body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, {
    ...(body !== undefined && { 'Content-Type': typeOf(body) }),
    'Content-Length': Buffer.byteLength(payload),
    ...headers,
  })
  return payload
}

function typeOf(body: unknown): string {
  if (Buffer.isBuffer(body)) return 'application/octet-stream'
  return typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'
}
