import type { FastifyInstance } from 'fastify'
import { InvalidSettings, type Settings } from '../../config.ts'
import type { Adapter, IngressContext } from '../../stream/define.ts'
import { Complaints } from './complaints.ts'
import { documents } from './documents.ts'
import type { Endpoint } from './endpoint.ts'
import { Load } from './load.ts'
import { notFound } from './problem.ts'
import { receive, refuse } from './receive.ts'

/** Every push source as one adapter: what they share is bounded together and described in one document. */
export const receivers = (endpoints: readonly Endpoint[]): Adapter => ({
  name: 'receivers',
  topics: [...new Set(endpoints.flatMap(({ topics }) => topics))],
  receive: (server, context) => serve(endpoints, server, context),
})

function serve(endpoints: readonly Endpoint[], server: FastifyInstance, context: IngressContext): void {
  const { settings, log, clock } = context
  const complaints = new Complaints(log, clock)
  const load = new Load(settings.ingressMaxBytes, settings.ingressMaxRequests)
  const routes = openAll(endpoints, settings).map(route => ({ ...route, context, load, complaints }))
  for (const route of routes)
    void server.register((scope, _options, done) => {
      receive(scope, route)
      done()
    })
  void server.register(
    (scope, _options, done) => {
      scope.setNotFoundHandler((request, reply) => refuse(reply, notFound(request.url.split('?')[0] ?? '')))
      done()
    },
    { prefix: '/ingress' },
  )
  documents(server, routes)
}

/** Those that the settings name. Throws InvalidSettings with every problem of every endpoint. */
function openAll(endpoints: readonly Endpoint[], settings: Settings) {
  const problems: string[] = []
  const opened = endpoints.flatMap(endpoint => {
    try {
      const open = endpoint.open(settings)
      return open ? [{ endpoint, open }] : []
    } catch (error) {
      if (!(error instanceof InvalidSettings)) throw error
      problems.push(...error.problems)
      return []
    }
  })
  if (problems.length > 0) throw new InvalidSettings(problems)
  return opened
}
