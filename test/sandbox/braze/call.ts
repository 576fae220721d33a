import type { Answer } from '../http/reply.ts'
import type { ObjectCounts } from './object-kinds.ts'

/** One request to the Braze API, read whole. */
export interface Call {
  readonly atMs: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  /** '' when the body was too large to be kept. */
  readonly bodyText: string
  readonly bytes: number
  readonly tooLarge: boolean
  /** undefined: not JSON. */
  readonly body: unknown
  readonly objects: ObjectCounts
}

/** What an endpoint made of a call. */
export interface Handled {
  readonly answer: Answer
  /** Data was taken in. */
  readonly applied: boolean
}
