import type { IncomingHttpHeaders } from 'node:http'
import { parseJson } from '../json.ts'
import type { ReceivedBody } from './read-body.ts'
import type { Answer } from './reply.ts'

/** One request to the system, read whole. */
export interface Call {
  /** By the sandbox's own clock, which may be skewed. */
  readonly atMs: number
  /** By the true clock. */
  readonly receivedMs: number
  readonly method: string
  /** Without the query, not decoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Empty when the body was too large to be kept. */
  readonly raw: Buffer
  readonly bytes: number
  readonly tooLarge: boolean
  /** The body as UTF-8, decoded when it is first asked for. */
  readonly text: string
  /** The body parsed when it is first asked for; undefined: not JSON. */
  readonly json: unknown
}

/** What the system made of a call. */
export interface Handled {
  readonly answer: Answer
  /** Data was taken in. */
  readonly applied: boolean
}

export class ReceivedCall implements Call {
  readonly atMs: number
  readonly receivedMs: number
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: Buffer
  readonly bytes: number
  readonly tooLarge: boolean
  readonly #search: string
  #query: URLSearchParams | undefined
  #text: string | undefined
  #json: { readonly value: unknown } | undefined

  constructor(
    head: { method: string; url: string; headers: IncomingHttpHeaders },
    { raw, bytes, tooLarge }: ReceivedBody,
    time: { atMs: number; receivedMs: number },
  ) {
    const mark = head.url.indexOf('?')
    this.method = head.method
    this.path = mark < 0 ? head.url : head.url.slice(0, mark)
    this.#search = mark < 0 ? '' : head.url.slice(mark + 1)
    this.headers = head.headers
    this.raw = raw
    this.bytes = bytes
    this.tooLarge = tooLarge
    this.atMs = time.atMs
    this.receivedMs = time.receivedMs
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.#search))
  }

  get text(): string {
    return (this.#text ??= this.raw.toString('utf8'))
  }

  get json(): unknown {
    return (this.#json ??= { value: parseJson(this.text) }).value
  }
}
