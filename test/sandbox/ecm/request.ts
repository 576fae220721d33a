import type { EcmCall, Input } from './call.ts'
import type { Node } from './nodes/node.ts'
import { invalidType, notAccessible } from './refusal.ts'
import type { Session } from './sessions/session-store.ts'
import type { Settings } from './settings.ts'
import type { UserDefinition } from './start-state.ts'
import type { World } from './world.ts'

/** A call that has found its endpoint and its user. */
export interface EcmRequest {
  readonly world: World
  /** The settings as they count for this call: a fault may have bent them. */
  readonly settings: Settings
  readonly call: EcmCall
  readonly user: UserDefinition
  /** The session whose fresh ticket goes out with a success; a log-in puts it there, a log-out takes it away. */
  readonly login: { session: Session | undefined }
  /** The server's clock. */
  readonly nowMs: number
  /** What stood in the path at the route's `:name` places. */
  readonly params: Readonly<Record<string, string>>
  readonly input: Input
}

/** An answer that is not JSON. */
export class RawAnswer {
  readonly content: Buffer
  readonly headers: Readonly<Record<string, string>>

  constructor(content: Buffer, headers: Readonly<Record<string, string>>) {
    this.content = content
    this.headers = headers
  }
}

/** Answers with what goes out as JSON, or a RawAnswer. Refuses by throwing a Refusal. */
export type Handler = (request: EcmRequest) => object

export function integerParam({ params }: EcmRequest, name: string): number {
  const text = params[name] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw invalidType(name)
  return Number(text)
}

/** The node named in the path; 400 when there is none. */
export function nodeOf(request: EcmRequest): Node {
  const node = request.world.nodes.get(integerParam(request, 'id'))
  if (!node) throw notAccessible()
  return node
}

/** The frame of v2 answers. */
export function v2({ call }: EcmRequest, results: unknown, more: object = {}): object {
  return { links: selfLink(call), ...more, results }
}

export function selfLink({ method, path, query }: EcmCall) {
  const search = query.toString()
  const href = `/api${path}${search === '' ? '' : `?${search}`}`
  return { data: { self: { body: '', content_type: '', href, method, name: '' } } }
}
