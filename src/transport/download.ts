import { Agent } from 'undici'
import type { Readable } from 'node:stream'
import { wordOfFailure } from './failure.ts'
import type { NoAnswer } from './http-caller.ts'

/** What a source answers; its body has to be read or destroyed. */
export interface Download {
  readonly status: number
  /** Bytes, where the source says so. */
  readonly length: number | undefined
  readonly body: Readable
}

/** Fetches content from where a command says it is, as a stream: without credentials, without following redirects, each wait bounded. */
export class Downloader {
  readonly #agent: Agent

  constructor(timeoutMs: number) {
    const connect = { timeout: Math.min(timeoutMs, 5_000) }
    this.#agent = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, keepAliveTimeout: 5_000 })
  }

  async open(url: URL, signal: AbortSignal): Promise<Download | NoAnswer> {
    const headers = { 'accept-encoding': 'identity' }
    try {
      const path = `${url.pathname}${url.search}`
      const response = await this.#agent.request({ origin: url.origin, path, method: 'GET', headers, signal })
      // Whoever reads the body hears of its errors; one that is destroyed unread has nobody to tell.
      response.body.on('error', () => undefined)
      const length = Number(response.headers['content-length'] ?? NaN)
      return { status: response.statusCode, length: Number.isInteger(length) ? length : undefined, body: response.body }
    } catch (error) {
      return { sent: false, reason: wordOfFailure(error) }
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}
