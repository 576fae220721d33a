import type { Call } from '../../frame/call.ts'
import { noBody } from '../call.ts'
import type { CallBody } from '../call.ts'
import { MultipartReader } from './multipart.ts'
import { FileIntake } from './stored-file.ts'

const maxShownText = 8192

/** A body that is no upload, held whole by the frame. */
export function readForm(call: Call): CallBody {
  if (call.bytes === 0) return noBody
  const { text, bytes } = call
  if (call.tooLarge) return { ...noBody, bytes, unreadable: `The body of ${bytes} bytes is too large` }
  const type = call.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return { ...noBody, kind: 'json', json: call.json, text, bytes }
  if (type !== 'application/x-www-form-urlencoded') return { ...noBody, kind: 'other', text, bytes }
  return { ...noBody, kind: 'form', fields: listed(new URLSearchParams(text)), text, bytes }
}

/**
 * A multipart body or a bare file, taken in as it arrives. It is read to its end also when it is wrong, because a sender that
 * is cut off never learns of the 400.
 */
export async function readStream(
  chunks: AsyncIterable<Buffer>,
  contentType: string,
  keepBytes: number,
): Promise<CallBody> {
  if (!contentType.toLowerCase().startsWith('multipart/')) return await readFile(chunks, keepBytes)
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  const reader = new MultipartReader(boundary?.[1] ?? boundary?.[2] ?? '', keepBytes)
  let bytes = 0
  let wrong: string | undefined
  for await (const chunk of chunks) {
    bytes += chunk.length
    wrong ??= reasonOf(() => reader.take(chunk))
  }
  let body: CallBody = { ...noBody, bytes }
  wrong ??= reasonOf(() => (body = formBody(reader, bytes)))
  return wrong === undefined ? body : { ...body, text: JSON.stringify({ unreadable: wrong }), unreadable: wrong }
}

/** A bare file, as the parts of a large upload may come: under the name a form would give it. */
async function readFile(chunks: AsyncIterable<Buffer>, keepBytes: number): Promise<CallBody> {
  const intake = new FileIntake(keepBytes)
  for await (const chunk of chunks) intake.take(chunk)
  const file = intake.finish('', 'application/octet-stream')
  const text = JSON.stringify({ file: `(${file.size} bytes)` })
  return { ...noBody, kind: 'other', files: new Map([['file', file]]), text, bytes: file.size }
}

function formBody(reader: MultipartReader, bytes: number): CallBody {
  const { fields, files } = reader.finish()
  const sizes = [...files].map(([name, file]) => [name, `(${file.size} bytes) ${file.fileName}`])
  const single = [...fields].map(([name, values]) => [
    name,
    values.length === 1 ? values[0]?.slice(0, maxShownText) : values,
  ])
  const text = JSON.stringify(Object.fromEntries([...single, ...sizes]))
  return { ...noBody, kind: 'form', fields, files, text, bytes }
}

function reasonOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function listed(parameters: URLSearchParams): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const [name, value] of parameters) {
    const values = fields.get(name)
    if (values) values.push(value)
    else fields.set(name, [value])
  }
  return fields
}
