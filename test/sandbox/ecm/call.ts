import type { IncomingHttpHeaders } from 'node:http'
import type { JsonObject } from '../json.ts'
import type { StoredFile } from './reading/stored-file.ts'

/** What came in the body. Content Server's core takes forms; `json` is kept apart because only workspace calls take it. */
export interface CallBody {
  readonly kind: 'none' | 'form' | 'json' | 'other'
  /** Repeated names are lists. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly files: ReadonlyMap<string, StoredFile>
  /** undefined unless the body is JSON text. */
  readonly json: unknown
  /** The body as it came, files left out, cut short where it is long. */
  readonly text: string
  readonly bytes: number
  /** Why the body cannot be read. */
  readonly unreadable?: string
}

/** One request, read whole; of uploaded files only what a StoredFile keeps. */
export interface EcmCall {
  readonly atMs: number
  readonly method: string
  /** Without host, base path, query and trailing slash: `/v2/nodes/2000`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: CallBody
}

/** The parameters of a call as one object: form fields, the JSON of a form's `body` field over them, or a JSON body. */
export type Input = JsonObject

export const noBody: CallBody = {
  kind: 'none',
  fields: new Map(),
  files: new Map(),
  json: undefined,
  text: '',
  bytes: 0,
}
