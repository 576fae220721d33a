import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Sender } from './endpoint.ts'
import { intake } from './intake.ts'
import { internal, methodNotAllowed, notJson, problemJson, Refused, type Problem } from './problem.ts'
import { drain } from './read-body.ts'
import { labelOf, type Receiver } from './receiver.ts'

/** Adds the route of one endpoint: its answers once Kafka has acknowledged what they count; everything else is a problem (RFC 9457). */
export function receive(scope: FastifyInstance, receiver: Receiver): void {
  const { endpoint, open } = receiver
  const senders = new WeakMap<IncomingMessage, Sender>()
  const sourceOf = ({ raw }: FastifyRequest) => labelOf(endpoint, senders.get(raw))
  const take = intake(receiver)
  // The body is read by the handler, after the sender was admitted and within bounds of its own.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null))
  scope.setErrorHandler((error, request, reply) => {
    drain(request.raw)
    const problem = problemOf(error, request, receiver)
    receiver.context.metrics.ingressRefused.inc({ source: sourceOf(request), reason: problem.word })
    return refuse(reply, open.refusal?.(problem) ?? problem)
  })
  measure(scope, receiver, sourceOf)
  scope.post(endpoint.path, {
    onRequest: ({ raw }, _reply, done) => {
      const admitted = open.admit(raw.headers)
      if (admitted && 'status' in admitted) {
        done(new Refused(admitted))
        return
      }
      if (admitted) senders.set(raw, admitted)
      done()
    },
    handler: async (request, reply) => {
      const { status, body } = await take(request.raw, senders.get(request.raw))
      reply.code(status)
      return body === undefined ? reply.send() : reply.type('application/json').send(JSON.stringify(body))
    },
  })
  scope.route({
    method: scope.supportedMethods.filter(method => method !== 'POST'),
    url: endpoint.path,
    exposeHeadRoute: false,
    handler: request => {
      throw new Refused(methodNotAllowed(request.method))
    },
  })
}

function measure(
  scope: FastifyInstance,
  { endpoint, context: { metrics } }: Receiver,
  sourceOf: (request: FastifyRequest) => string,
): void {
  const open = metrics.ingressOpen.labels({ source: endpoint.source })
  scope.addHook('onRequest', (_request, reply, done) => {
    open.inc()
    reply.raw.once('close', () => open.dec())
    done()
  })
  scope.addHook('onResponse', (request, reply, done) => {
    const labels = { source: sourceOf(request), status: reply.statusCode }
    metrics.ingressSeconds.observe(labels, reply.elapsedTime / 1_000)
    done()
  })
}

function problemOf(error: unknown, request: FastifyRequest, { endpoint, complaints }: Receiver): Problem {
  if (error instanceof Refused) {
    const { status } = error.problem
    if (status === 401 || status === 403)
      complaints.warn(`ingress ${endpoint.source}: a request without the right credential`)
    return error.problem
  }
  // Fastify refuses a malformed Content-Type itself.
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 415)
    return notJson(request.headers['content-type'] ?? '')
  complaints.warn(`ingress ${endpoint.source}: a request failed on an error of ours`, error)
  return internal
}

/** Sent as bytes, because Fastify adds a charset to text, which problem+json does not have. */
export const refuse = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .headers(problem.headers ?? {})
    .type('application/problem+json')
    .send(Buffer.from(problemJson(problem)))
