import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'

/** An uploaded file: always its size and hash, its bytes only when they are few. */
export interface StoredFile {
  readonly fileName: string
  readonly mimeType: string
  readonly size: number
  readonly sha256: string
  readonly content: Buffer | undefined
}

/** Takes a file in chunk by chunk and never holds more than `keepBytes` of it. */
export class FileIntake {
  readonly #hash: Hash = createHash('sha256')
  readonly #chunks: Buffer[] = []
  readonly #keepBytes: number
  #size = 0

  constructor(keepBytes: number) {
    this.#keepBytes = keepBytes
  }

  take(chunk: Buffer): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
    if (this.#size > this.#keepBytes) this.#chunks.length = 0
    else this.#chunks.push(chunk)
  }

  finish(fileName: string, mimeType: string): StoredFile {
    const content = this.#size > this.#keepBytes ? undefined : Buffer.concat(this.#chunks)
    return { fileName, mimeType, size: this.#size, sha256: this.#hash.digest('hex'), content }
  }
}
