import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import type { Call } from './call.ts'
import { ReceivedCall } from './call.ts'
import { answerControl } from './control/answer-control.ts'
import type { Hosted } from './host.ts'
import { readBody } from './read-body.ts'
import { deliver } from './reply.ts'
import type { Reply } from './reply.ts'

/** Of bytes that are no text, so many are kept for the journal. */
const maxKeptBytes = 1024 * 1024

/** A server that answers as the system does, and under /_sandbox shows what it saw and takes faults and settings. */
export function createSandboxServer(host: Hosted): Server {
  const server = createServer((request, response) => {
    receive(host, request, response).catch((error: unknown) => {
      // A sender that goes away in the middle of its body has made no call; anything else is a fault of the sandbox.
      if (request.complete) process.stderr.write(`${host.name} sandbox: ${inspect(error)}\n`)
      response.destroy()
    })
  })
  // Longer than any client keeps an idle connection, so that no request meets one that is just being closed.
  server.keepAliveTimeout = 300_000
  server.requestTimeout = 0
  return server
}

async function receive(host: Hosted, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const received = await readBody(request, host.maxBodyBytes)
  const { method = '', url = '', headers } = request
  const receivedMs = Date.now()
  const head = { method, url, headers }
  const early = new ReceivedCall(head, received, { atMs: receivedMs + host.clock.skewMs, receivedMs })
  host.world.settle?.(early.atMs)
  if (early.path === '/_sandbox' || early.path.startsWith('/_sandbox/')) {
    deliver({ send: 'answer', answer: answerControl(host, early) }, response)
    return
  }
  const skewMs = host.faults.skewMs(early)
  const call = skewMs === 0 ? early : new ReceivedCall(head, received, { atMs: early.atMs + skewMs, receivedMs })
  const { reply, applied, fault = skewMs === 0 ? undefined : 'clockSkew' } = await host.pass(call)
  record(host, call, { reply, applied, fault })
  deliver(dressed(host, reply, call), response)
}

function record(
  { journal, world }: Hosted,
  call: Call,
  { reply, applied, fault }: { reply: Reply; applied: boolean; fault: string | undefined },
): void {
  journal.record({
    atMs: call.receivedMs,
    method: call.method,
    path: call.path,
    query: call.query.toString(),
    status: 'answer' in reply ? reply.answer.status : null,
    applied,
    body: isBinary(call) ? call.raw.subarray(0, maxKeptBytes) : call.text,
    more: world.describe?.(call),
    ...(fault !== undefined && { fault }),
  })
}

function isBinary({ headers }: Call): boolean {
  return /^(multipart\/|image\/|application\/(octet-stream|pdf))/.test(headers['content-type'] ?? '')
}

/** Adds the headers that every answer of the system carries. */
function dressed({ world, clock }: Hosted, reply: Reply, call: Call): Reply {
  if (!('answer' in reply)) return reply
  const { answer } = reply
  const headers = { Date: clock.httpDate(call.atMs), ...world.headers?.(answer, call), ...answer.headers }
  return { ...reply, answer: { ...answer, headers } }
}
