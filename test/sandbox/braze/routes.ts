import type { JsonObject } from '../json.ts'
import type { Call, Handled } from './call.ts'
import type { Pool } from './settings.ts'
import { exportIds } from './users/export-ids.ts'
import { track } from './users/track.ts'
import type { World } from './world.ts'

/** One endpoint of the API. `handle` gets a body that is a JSON object. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** The limit that its requests draw on. */
  readonly pool: Pool
  handle(world: World, call: Call, body: JsonObject): Handled
}

/** Every endpoint the sandbox answers. Messaging, subscription and catalogs get their rows (and folders) here. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/users/track', pool: '/users/track', handle: track },
  { method: 'POST', path: '/users/export/ids', pool: '/users/export/ids', handle: exportIds },
]

export function findRoute(method: string, path: string): Route | undefined {
  return routes.find(route => route.method === method && route.path === path)
}
