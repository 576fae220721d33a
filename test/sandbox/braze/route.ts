import type { Call, Handled } from '../frame/call.ts'
import type { JsonObject } from '../json.ts'
import type { Braze } from './braze.ts'
import type { Pool } from './settings.ts'

/** A call to one endpoint, ready to be handled. */
export interface Request {
  readonly call: Call
  /** The parts of the path that the route names with a colon, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** `{}` for a GET. */
  readonly body: JsonObject
}

/** One endpoint of the API. */
export interface Route {
  readonly method: Method
  /** A part that begins with a colon stands for any. */
  readonly path: string
  /** What a key needs to call it. */
  readonly permission: string
  /** The limits that its requests draw on; the headers tell of the first. */
  readonly pools: readonly Drawn[] | ((request: Request) => readonly Drawn[])
  handle(braze: Braze, request: Request): Handled
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A pool that a request draws on; of a pool with many windows, the window's name. */
export type Drawn = Pool | { readonly pool: Pool; readonly window: string }

/** A success. Most endpoints answer 201 to what they took in. */
export function taken(body: JsonObject = {}, errors: readonly unknown[] = [], status = 201): Handled {
  const partial = errors.length > 0 && { errors }
  return { answer: { status, body: { ...body, message: 'success', ...partial } }, applied: true }
}

/** A success that changed nothing. */
export function shown(body: JsonObject, status = 200): Handled {
  return { answer: { status, body: { ...body, message: 'success' } }, applied: false }
}

/** The whole call refused. */
export function refused(status: number, message: string, errors: readonly unknown[] = []): Handled {
  return { answer: { status, body: { message, ...(errors.length > 0 && { errors }) } }, applied: false }
}
