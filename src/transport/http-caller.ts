import { Pool } from 'undici'
import type { Readable } from 'node:stream'
import { isOver } from './deadline.ts'
import { neverSent, wordOfFailure } from './failure.ts'

/** What came back of a call. Header names are lower case; of a repeated header the values are joined with a comma and a space. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8, with every secret of the caller replaced: answers end in logs and receipts, and whoever answers may repeat what was sent. */
  readonly body: string
}

/** No answer, or not a whole one. */
export interface NoAnswer {
  /** Whether any of the request may have arrived: false only where that is certain. */
  readonly sent: boolean
  /** A machine word, a colon, and the system's code: `unreachable: ECONNREFUSED`, `timed_out: …`, `cut_off: ECONNRESET`. Never the message of an error, which may quote a header, and so a key. */
  readonly reason: string
}

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | Readable
}

export interface CallerSettings {
  /** http(s)://host[:port], without a path. Certificates and names are verified; NODE_EXTRA_CA_CERTS names a private authority. */
  readonly origin: string
  /** Connections that are kept and used again. */
  readonly connections: number
  /** From the call to the end of its answer. */
  readonly timeoutMs: number
  /** Never to be seen outside requests. */
  readonly secrets: readonly string[]
}

/** No destination answers a call with more than this; what is longer is cut off, and so no whole answer. */
const longestAnswerBytes = 16_777_216
/** A shorter secret would also be found where it is none. */
const shortestSecret = 4
/** Those of calls that are under way, and of the one before. */
const keptChanging = 8

/** Calls to one host over kept connections, each phase bounded in time: connecting, the wait for an answer, its body, and all of them together. Nothing is repeated and no redirect followed. */
export class HttpCaller {
  readonly #pool: Pool
  readonly #timeoutMs: number
  readonly #secrets: readonly string[]
  readonly #changing: string[] = []

  constructor({ origin, connections, timeoutMs, secrets }: CallerSettings) {
    const phase = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: longestAnswerBytes }
    const connect = { timeout: Math.min(timeoutMs, 5_000) }
    this.#pool = new Pool(origin, { connections, connect, ...phase, keepAliveTimeout: 30_000 })
    this.#timeoutMs = timeoutMs
    this.#secrets = secrets.filter(secret => secret.length >= shortestSecret)
  }

  /** Makes the call, once; not where the signal's time is over. Never rejects. */
  async call(request: Request, signal?: AbortSignal): Promise<Answer | NoAnswer> {
    if (signal && isOver(signal)) return { sent: true, reason: 'timed_out: no time is left for another request' }
    const over = AbortSignal.timeout(this.#timeoutMs)
    try {
      const response = await this.#pool.request({
        method: request.method,
        path: request.path,
        headers: { ...request.headers },
        body: request.body ?? null,
        signal: signal ? AbortSignal.any([signal, over]) : over,
      })
      const body = await response.body.text()
      return { status: response.statusCode, headers: flat(response.headers), body: this.withoutSecrets(body) }
    } catch (error) {
      const reason = over.aborted ? `timed_out: no answer within ${this.#timeoutMs} ms` : wordOfFailure(error)
      return { sent: !neverSent(error), reason }
    }
  }

  /** A secret that came with an answer and changes, such as a ticket. The newest of them are kept. */
  conceal(secret: string): void {
    if (secret.length < shortestSecret || this.#changing.includes(secret)) return
    this.#changing.push(secret)
    if (this.#changing.length > keptChanging) this.#changing.shift()
  }

  /** The text with every secret replaced. */
  withoutSecrets(text: string): string {
    return [...this.#secrets, ...this.#changing].reduce((rest, secret) => rest.replaceAll(secret, '(a secret)'), text)
  }

  /** Cuts what is under way off. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
