import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { readBody } from '../http/read-body.ts'
import { deliver } from '../http/reply.ts'
import type { Answer, Reply } from '../http/reply.ts'
import { parseJson } from '../json.ts'
import { answerCall } from './answer-call.ts'
import type { Call } from './call.ts'
import { answerControl } from './control/answer-control.ts'
import { countObjects } from './object-kinds.ts'
import { newWorld } from './world.ts'
import type { World } from './world.ts'

const maxBodyBytes = 4 * 1024 * 1024

/** A server that answers as Braze's REST API does, and under /_sandbox shows what it saw and takes faults and settings. */
export function brazeSandbox(key: string): Server {
  const world = newWorld(key)
  const server = createServer((request, response) => {
    receive(world, request, response).catch((error: unknown) => {
      // A sender that goes away in the middle of its body has made no call; anything else is a fault of the sandbox.
      if (request.complete) process.stderr.write(`braze sandbox: ${inspect(error)}\n`)
      response.destroy()
    })
  })
  // Longer than any client keeps an idle connection, so that no request meets one that is just being closed.
  server.keepAliveTimeout = 300_000
  return server
}

async function receive(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const received = await readBody(request, maxBodyBytes)
  const atMs = Date.now()
  const { method = '', url = '', headers } = request
  const [path = '', query = ''] = url.split('?', 2)
  world.queue.settle(atMs)

  if (path.startsWith('/_sandbox')) {
    deliver(
      { send: 'answer', answer: answerControl(world, { method, path, query, bodyText: received.text }) },
      response,
    )
    return
  }
  const { text: bodyText, bytes, tooLarge } = received
  const { authorization, 'content-type': contentType } = headers
  const body = parseJson(bodyText)
  const objects = countObjects(body)
  const call: Call = { atMs, method, path, authorization, contentType, bodyText, bytes, tooLarge, body, objects }

  const { reply, applied, fault } = answerCall(world, call)
  const status = reply.send === 'answer' ? reply.answer.status : null
  world.journal.record({ atMs, method, path, status, objects, bodyText, applied, ...(fault && { fault }) }, bytes)
  deliver(dressed(reply, atMs), response)
}

/** Adds the headers that every answer of the live API carries. */
function dressed(reply: Reply, atMs: number): Reply {
  if (reply.send !== 'answer') return reply
  const { answer } = reply
  const runtime = (Date.now() - atMs + (reply.afterMs ?? 0)) / 1000
  const headers: Record<string, string> = {
    Server: 'cloudflare',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Request-Id': randomUUID(),
    'X-Runtime': runtime.toFixed(6),
    ...(answer.status < 300 && { Etag: etagOf(answer) }),
    ...answer.headers,
  }
  return { ...reply, answer: { ...answer, headers } }
}

function etagOf({ body }: Answer): string {
  return `W/"${createHash('md5').update(JSON.stringify(body)).digest('hex')}"`
}
