import type { Call } from '../../frame/call.ts'
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Answer } from '../../frame/reply.ts'
import type { Engine } from '../engine/engine.ts'
import { badRequest } from '../engine/refusal.ts'

/** A call with a good token. */
export interface Request {
  readonly engine: Engine
  readonly call: Call
  readonly nowMs: number
  /** Who the token speaks for; null: a client without a user. */
  readonly user: string | null
  /** The parts of the path that stand for something, in order and decoded. */
  readonly parts: readonly string[]
  /** Lets another's deed come first, where a fault asks for it. */
  readonly race: (engine: Engine) => void
}

/** One operation. Throws a Refusal before it has changed anything. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Under the base; `*` stands for one part. */
  readonly path: string
  readonly handle: (request: Request) => Answer
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const noContent: Answer = { status: 204, body: undefined }

/** The body, which must be a JSON object. */
export function objectBody({ json }: Call): JsonObject {
  if (!isJsonObject(json)) throw badRequest('A request body was expected, as a JSON object.')
  return json
}

/** A text field; null where it is null or absent. */
export function textOf(body: JsonObject, name: string): string | null {
  const value = body[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw badRequest(`'${name}' must be a string.`)
  return value
}

/** Finds routes by the number of the parts of a path. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map(route => ({ route, parts: route.path.split('/') }))
  }

  find(method: string, path: string): { route: Route; parts: string[] } | undefined {
    const given = path.replace(/\/$/, '').split('/')
    for (const { route, parts } of this.#routes) {
      if (route.method !== method || parts.length !== given.length) continue
      if (parts.every((part, index) => part === '*' || part === given[index]))
        return { route, parts: given.filter((_, index) => parts[index] === '*').map(decode) }
    }
    return undefined
  }
}

/** A part of a path; as it is where it is badly encoded. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
