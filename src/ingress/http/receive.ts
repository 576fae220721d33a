import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IngressContext } from '../../stream/define.ts'
import { acceptor } from './accept.ts'
import { authorizer } from './authorize.ts'
import { Complaints } from '../frame/complaints.ts'
import {
  internal,
  methodNotAllowed,
  notFound,
  problemJson,
  Refused,
  unauthorized,
  unsupportedMediaType,
} from '../frame/problem.ts'
import type { Problem } from '../frame/problem.ts'
import { drain } from '../frame/read-body.ts'

/** POST /ingress/http/events: 202 once Kafka has acknowledged what the answer counts; everything else is a problem (RFC 9457). */
export function receive(server: FastifyInstance, context: IngressContext): void {
  const complaints = new Complaints(context.log, context.clock)
  const authorized = authorizer(context.settings)
  const plugin = (scope: FastifyInstance, _options: unknown, done: () => void) => {
    // The body is read by the handler, after the token was checked and within bounds of its own.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null))
    scope.setErrorHandler((error, request, reply) => {
      drain(request.raw)
      return answer(reply, problemOf(error, request, complaints))
    })
    measure(scope, context)
    addRoutes(scope, authorized, acceptor(context, complaints))
    done()
  }
  void server.register(plugin, { prefix: '/ingress/http' })
}

function addRoutes(
  scope: FastifyInstance,
  authorized: ReturnType<typeof authorizer>,
  accept: ReturnType<typeof acceptor>,
): void {
  scope.post('/events', {
    onRequest: (request, _reply, done) => {
      const verdict = authorized(request.headers.authorization)
      done(verdict === 'yes' ? undefined : new Refused(unauthorized(verdict)))
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .type('application/json')
        .send(await accept(request)),
  })
  scope.route({
    method: scope.supportedMethods.filter(method => method !== 'POST'),
    url: '/events',
    exposeHeadRoute: false,
    handler: request => {
      throw new Refused(methodNotAllowed(request.method))
    },
  })
  scope.setNotFoundHandler(request => {
    throw new Refused(notFound(request.url.split('?')[0] ?? ''))
  })
}

function measure(scope: FastifyInstance, { metrics }: IngressContext): void {
  scope.addHook('onResponse', (_request, reply, done) => {
    metrics.ingressSeconds.observe({ adapter: 'http', status: reply.statusCode }, reply.elapsedTime / 1_000)
    done()
  })
}

function problemOf(error: unknown, request: FastifyRequest, complaints: Complaints): Problem {
  if (error instanceof Refused) {
    if (error.problem.status === 401) complaints.warn('HTTP ingress: a request without the right token')
    return error.problem
  }
  if (isOfFastify(error, 415)) return unsupportedMediaType(request.headers['content-type'] ?? '')
  complaints.warn('HTTP ingress: a request failed on an error of ours', error)
  return internal
}

/** Fastify refuses a malformed Content-Type itself. */
const isOfFastify = (error: unknown, status: number) =>
  error instanceof Error && 'statusCode' in error && error.statusCode === status

/** Sent as bytes, because Fastify adds a charset to text, which problem+json does not have. */
const answer = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .headers(problem.headers ?? {})
    .type('application/problem+json')
    .send(Buffer.from(problemJson(problem)))
