import type { IncomingMessage } from 'node:http'

/** A request's body as it came. Of a body over the limit only the size is kept. */
export interface ReceivedBody {
  readonly raw: Buffer
  readonly bytes: number
  readonly tooLarge: boolean
}

/** No sender in its right mind goes on this long; the connection is cut. */
const hardLimitBytes = 512 * 1024 * 1024

/**
 * Reads the whole body. Past `maxBytes` it reads on and forgets, because a sender that is cut off before it has finished
 * sees a reset and never learns of the 413. Rejects when the sender goes away first.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<ReceivedBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
      if (bytes > hardLimitBytes) request.destroy(new Error(`the body passed ${hardLimitBytes} bytes`))
    })
    request.on('end', () => {
      const [only] = chunks
      const raw = chunks.length === 1 && only ? only : Buffer.concat(chunks)
      resolve({ raw, bytes, tooLarge: bytes > maxBytes })
    })
    request.on('error', reject)
  })
}
