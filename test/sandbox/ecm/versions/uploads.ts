import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { Refusal } from '../refusal.ts'
import type { StoredFile } from '../reading/stored-file.ts'

interface Upload {
  readonly key: string
  readonly fileName: string
  readonly mimeType: string
  readonly hash: Hash
  parts: number
  size: number
  kept: Buffer[] | undefined
  done: StoredFile | undefined
}

/** Uploads in parts, until a node or version takes them. Parts come in order, each counted from 1. */
export class Uploads {
  readonly #uploads = new Map<string, Upload>()
  #started = 0

  open(fileName: string, mimeType: string): string {
    const key = `upload-${++this.#started}`
    const hash = createHash('sha256')
    this.#uploads.set(key, { key, fileName, mimeType, hash, parts: 0, size: 0, kept: [], done: undefined })
    return key
  }

  /** A part's own content must be at hand, because its bytes go into the hash of the whole. */
  addPart(key: string, part: number, content: Buffer, keepBytes: number): void {
    const upload = this.#needed(key)
    if (upload.done) throw new Refusal(400, `The upload '${key}' is already complete`)
    if (part !== upload.parts + 1) throw new Refusal(400, `Part ${upload.parts + 1} is expected, not ${part}`)
    upload.parts = part
    upload.size += content.length
    upload.hash.update(content)
    if (upload.size > keepBytes) upload.kept = undefined
    else upload.kept?.push(content)
  }

  complete(key: string): StoredFile {
    const upload = this.#needed(key)
    const { fileName, mimeType, size, hash, kept } = upload
    if (upload.parts === 0) throw new Refusal(400, `The upload '${key}' has no parts`)
    return (upload.done ??= {
      fileName,
      mimeType,
      size,
      sha256: hash.digest('hex'),
      content: kept && Buffer.concat(kept),
    })
  }

  abort(key: string): void {
    this.#needed(key)
    this.#uploads.delete(key)
  }

  /** Hands a complete upload to the node or version that is made of it. */
  take(key: string): StoredFile {
    const { done } = this.#needed(key)
    if (!done) throw new Refusal(400, `The upload '${key}' is not complete`)
    this.#uploads.delete(key)
    return done
  }

  clear(): void {
    this.#uploads.clear()
    this.#started = 0
  }

  #needed(key: string): Upload {
    const upload = this.#uploads.get(key)
    if (!upload) throw new Refusal(400, `There is no upload '${key}'`)
    return upload
  }
}
