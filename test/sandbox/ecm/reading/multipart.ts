import { FileIntake } from './stored-file.ts'
import type { StoredFile } from './stored-file.ts'

const headEnd = Buffer.from('\r\n\r\n')
const maxHeadBytes = 16_384
const maxFieldBytes = 4 * 1024 * 1024

interface Part {
  readonly name: string
  readonly fileName: string | undefined
  readonly mimeType: string
  readonly file: FileIntake | undefined
  readonly text: Buffer[]
  bytes: number
}

/** What a multipart body held. */
export interface FormParts {
  readonly fields: Map<string, string[]>
  readonly files: Map<string, StoredFile>
}

/**
 * Reads multipart/form-data as it arrives: files are hashed chunk by chunk and never held whole. Throws a plain Error
 * on a body that is not well-formed.
 */
export class MultipartReader {
  readonly #delimiter: Buffer
  readonly #keepBytes: number
  readonly #parts: FormParts = { fields: new Map(), files: new Map() }
  #state: 'preamble' | 'head' | 'body' | 'after' | 'end' = 'preamble'
  // A leading line break lets the first boundary be found like all the others.
  #rest: Buffer = Buffer.from('\r\n')
  #part: Part | undefined

  constructor(boundary: string, keepBytes: number) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
    this.#keepBytes = keepBytes
  }

  take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (this.#step());
  }

  finish(): FormParts {
    if (this.#state !== 'end') throw new Error('the multipart body ends before its last boundary')
    return this.#parts
  }

  /** One step through what has arrived; false when more is needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'preamble':
      case 'body':
        return this.#untilDelimiter()
      case 'after':
        return this.#afterDelimiter()
      case 'head':
        return this.#head()
      case 'end':
        this.#rest = Buffer.alloc(0)
        return false
    }
  }

  #untilDelimiter(): boolean {
    const at = this.#rest.indexOf(this.#delimiter)
    const sure = at < 0 ? Math.max(0, this.#rest.length - this.#delimiter.length + 1) : at
    if (this.#part && sure > 0) this.#feed(this.#part, this.#rest.subarray(0, sure))
    this.#rest = this.#rest.subarray(sure)
    if (at < 0) return false
    if (this.#part) this.#close(this.#part)
    this.#part = undefined
    this.#rest = this.#rest.subarray(this.#delimiter.length)
    this.#state = 'after'
    return true
  }

  #afterDelimiter(): boolean {
    if (this.#rest.length < 2) return false
    const mark = this.#rest.toString('latin1', 0, 2)
    this.#rest = this.#rest.subarray(2)
    if (mark === '--') this.#state = 'end'
    else if (mark === '\r\n') {
      this.#state = 'head'
      // A part without any header line: the blank line follows at once.
      this.#rest = Buffer.concat([Buffer.from('\r\n'), this.#rest])
    } else throw new Error('a multipart boundary is followed by neither a line break nor the end')
    return true
  }

  #head(): boolean {
    const at = this.#rest.indexOf(headEnd)
    if (at < 0) {
      if (this.#rest.length > maxHeadBytes) throw new Error('the head of a multipart part is too long')
      return false
    }
    this.#part = this.#open(this.#rest.toString('utf8', 0, at))
    this.#rest = this.#rest.subarray(at + headEnd.length)
    // The delimiter of an empty part begins with the line break that ended its head.
    this.#rest = Buffer.from(this.#rest)
    this.#state = 'body'
    return true
  }

  #open(head: string): Part {
    const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? ''
    const name = parameter(disposition, 'name')
    if (name === undefined) throw new Error('a multipart part has no name')
    const fileName = parameter(disposition, 'filename')
    const mimeType = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1] ?? 'application/octet-stream'
    const file = fileName === undefined ? undefined : new FileIntake(this.#keepBytes)
    return { name, fileName, mimeType, file, text: [], bytes: 0 }
  }

  #feed(part: Part, chunk: Buffer): void {
    part.bytes += chunk.length
    if (part.file) part.file.take(Buffer.from(chunk))
    else if (part.bytes > maxFieldBytes) throw new Error(`the field '${part.name}' is too long`)
    else part.text.push(Buffer.from(chunk))
  }

  #close(part: Part): void {
    const { fields, files } = this.#parts
    if (part.file) files.set(part.name, part.file.finish(part.fileName ?? '', part.mimeType))
    else fields.set(part.name, [...(fields.get(part.name) ?? []), Buffer.concat(part.text).toString('utf8')])
  }
}

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:\\\\.|[^"])*)"|([^;\\s]+))`, 'i').exec(disposition)
  const text = found?.[1] ?? found?.[2]
  return text?.replaceAll(/\\(["\\])/g, '$1').replaceAll('%22', '"')
}
