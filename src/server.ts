import fastify, { type FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** What the process can say of itself. */
export interface Health {
  /** True while the process can do its work at all; false means: restart it. */
  readonly alive: () => { readonly ok: boolean; readonly detail: unknown }
  /** True while it does its work now. */
  readonly ready: () => Promise<{ readonly ok: boolean; readonly detail: unknown }>
  /** Called before metrics are read: sets what is only known by asking. */
  readonly observe: () => void
}

/** The one HTTP server: health and metrics; adapters add their routes. It logs nothing per request. */
export function createServer(health: Health, metrics: Metrics, bodyLimit: number): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
  })
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
