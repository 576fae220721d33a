import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Encoding, Headers } from './endpoint.ts'
import { bodyTooLarge, Refused, unreadable, unsupportedEncoding } from './problem.ts'

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) }

/** How the body is compressed; null where it is not. Throws Refused where that is not among the `accepted`, or it was compressed more than once. */
export function encodingOf(headers: Headers, accepted: readonly Encoding[]): Encoding | null {
  const said = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (said === 'identity' || said === '') return null
  const name = said === 'x-gzip' ? 'gzip' : said
  const encoding = accepted.find(one => one === name)
  if (encoding === undefined) throw new Refused(unsupportedEncoding(said, accepted))
  return encoding
}

/** The body as it was before it was compressed. Throws Refused where it would have more than `limit` bytes: no more than that is ever unpacked. */
export async function decompress(bytes: Buffer, encoding: Encoding, limit: number): Promise<Buffer> {
  try {
    return await decoders[encoding](bytes, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw new Refused(bodyTooLarge(limit, null), { cause: error })
    const detail = `The body is not what Content-Encoding: ${encoding} says, or ends too early.`
    throw new Refused(unreadable('invalid-encoding', detail), { cause: error })
  }
}
