import type { Socket } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import type { Settings } from './config.ts'
import type { Metrics } from './metrics.ts'

/** How long a sender may take, and how often that is looked at. */
export interface Patience {
  readonly headersMs: number
  /** Headers and body. */
  readonly requestMs: number
  readonly checkMs: number
  /** What is under way when the server stops is cut off after so long. */
  readonly stopMs: number
}

const patience: Patience = { headersMs: 15_000, requestMs: 60_000, checkMs: 5_000, stopMs: 10_000 }

/** What the process can say of itself. */
export interface Health {
  /** True while the process can do its work at all; false means: restart it. */
  readonly alive: () => { readonly ok: boolean; readonly detail: unknown }
  /** True while it does its work now. */
  readonly ready: () => Promise<{ readonly ok: boolean; readonly detail: unknown }>
  /** Called before metrics are read: sets what is only known by asking. */
  readonly observe: () => void
}

/** The one HTTP server: health and metrics; adapters add their routes. It logs nothing per request. Senders that are slow with headers or body are cut off. */
export function createServer(
  health: Health,
  metrics: Metrics,
  { httpMaxBodyBytes, httpMaxConnections }: Pick<Settings, 'httpMaxBodyBytes' | 'httpMaxConnections'>,
  { headersMs, requestMs, checkMs, stopMs } = patience,
): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: httpMaxBodyBytes,
    forceCloseConnections: 'idle',
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: checkMs },
  })
  server.server.maxConnections = httpMaxConnections
  endInTime(server, stopMs)
  server.get('/healthz', (_request, reply) => {
    const { ok, detail } = health.alive()
    return reply.code(ok ? 200 : 503).send(detail)
  })
  server.get('/readyz', async (_request, reply) => {
    const { ok, detail } = await health.ready()
    return reply.code(ok ? 200 : 503).send(detail)
  })
  server.get('/metrics', async (_request, reply) => {
    health.observe()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return server
}

/** Node closes connections that are between two requests, and would wait for one that never sent any, or never ends one, for ever. */
function endInTime(server: FastifyInstance, stopMs: number): void {
  const silent = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.server.on('request', ({ socket }) => silent.delete(socket))
  server.addHook('preClose', done => {
    for (const socket of silent) socket.destroy()
    setTimeout(() => server.server.closeAllConnections(), stopMs).unref()
    done()
  })
}
