import { httpEvents } from '../../../src/ingress/http/endpoint.ts'
import type { IngressContext } from '../../../src/stream/define.ts'
import { serveAll } from '../frame/server.ts'

export { answerOf, overSocket } from '../frame/server.ts'

export const bearer = { authorization: 'Bearer development-token' }
export const structured = { ...bearer, 'content-type': 'application/cloudevents+json' }
export const batched = { ...bearer, 'content-type': 'application/cloudevents-batch+json' }

/** The HTTP source on a server of its own; a post is structured where it says nothing else. */
export async function serve(env: Record<string, string> = {}, failing: Partial<IngressContext> = {}) {
  const served = await serveAll([httpEvents], env, failing)
  return {
    ...served,
    post: (body: unknown, headers: Record<string, string> = structured) => served.post(body, headers),
  }
}
