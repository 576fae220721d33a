import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Body } from '../../systems/ecm/content-server.ts'

/** A file part. `length` in bytes, where it is known before. */
export interface FilePart {
  readonly fileName: string
  readonly mimeType: string
  readonly length: number | undefined
  readonly content: Iterable<Buffer> | AsyncIterable<Buffer>
}

/** multipart/form-data with text fields and then the part `file`, which goes through chunk by chunk; where the content breaks off, the body never ends. */
export function multipart(fields: readonly (readonly [name: string, value: string])[], file: FilePart): Body {
  const boundary = `signalbox-${randomUUID()}`
  const texts = fields.map(([name, value]) => `${opening(boundary, [`name="${quoted(name)}"`])}\r\n${value}\r\n`)
  const disposition = [`name="file"`, `filename="${quoted(file.fileName)}"`]
  const head = Buffer.from(`${texts.join('')}${opening(boundary, disposition)}Content-Type: ${file.mimeType}\r\n\r\n`)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const length = file.length === undefined ? undefined : head.length + file.length + tail.length
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    ...(length !== undefined && { length }),
    content: Readable.from(chunks(head, file, tail), { objectMode: false }),
  }
}

async function* chunks(head: Buffer, { content }: FilePart, tail: Buffer): AsyncGenerator<Buffer> {
  yield head
  yield* content
  yield tail
}

const opening = (boundary: string, parameters: readonly string[]): string =>
  `--${boundary}\r\nContent-Disposition: form-data; ${parameters.join('; ')}\r\n`

/** As browsers write a name: quotes and line breaks as percent codes. */
const quoted = (text: string): string => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
