import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import type { Downloader } from '../../transport/download.ts'
import type { Body } from '../../systems/ecm/content-server.ts'
import { Halt } from '../../transport/halt.ts'
import { multipart } from './multipart.ts'
import type { UploadDocument } from './request.ts'

type Fields = readonly (readonly [name: string, value: string])[]

/** The content of a document on its way from its source into request bodies. */
export class Content {
  readonly #work: UploadDocument
  readonly #source: Downloader
  readonly #signal: AbortSignal
  #failure: Outcome | undefined

  constructor(work: UploadDocument, source: Downloader, signal: AbortSignal) {
    this.#work = work
    this.#source = source
    this.#signal = signal
  }

  /** A body with the content. Halts where its source does not give it. */
  async body(fields: Fields): Promise<Body> {
    const { name: fileName, mimeType, content } = this.#work
    this.#failure = undefined
    if (Buffer.isBuffer(content)) {
      const file = { fileName, mimeType, length: content.length, content: [content] }
      return multipart(fields, file)
    }
    const { body, length } = await this.#open(content.url)
    return multipart(fields, { fileName, mimeType, length, content: this.#watched(body, content.sha256) })
  }

  /** What came of a call whose body broke off at its source: it never ended, and so nothing was applied. */
  get failure(): Outcome | undefined {
    return this.#failure
  }

  async #open(url: URL) {
    const download = await this.#source.open(url, this.#signal)
    if ('reason' in download) throw new Halt(retry(`source_${download.reason}`))
    if (download.status === 200) return download
    download.body.destroy()
    const { status } = download
    const lasts = status >= 300 && status < 500 && ![408, 425, 429].includes(status)
    const reason = `source_refused: status ${status}`
    throw new Halt(lasts ? { kind: 'rejected', reason } : retry(reason))
  }

  /** Breaks off where the source does, and where it gives something else than was announced; notes why, which the failed call does not tell. */
  async *#watched(body: Readable, sha256: string | null): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    try {
      for await (const chunk of body) {
        const bytes = Buffer.from(z.instanceof(Uint8Array).parse(chunk))
        hash.update(bytes)
        yield bytes
      }
    } catch (error) {
      if (body.errored) this.#failure = retry('source_cut_off: the source ended before its content')
      throw error
    }
    if (sha256 === null || hash.digest('hex') === sha256) return
    this.#failure = { kind: 'rejected', reason: 'content_differs: the source has other content than contentHash says' }
    throw new Error('the content has another hash')
  }
}

const retry = (reason: string): Outcome => ({ kind: 'retry', reason, afterMs: null })
