import type { IncomingMessage } from 'node:http'
import { bodyTooLarge, Refused, unreadable } from './problem.ts'

/** A sender that was refused may go on for so much and so long before the connection is cut. */
const drainBytes = 64 * 1024 * 1024
const drainMs = 10_000

/** The whole body. Throws Refused where it has more than `limit` bytes, `hold` refuses to hold more, or the sender breaks off. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  hold: (bytes: number) => void,
): Promise<Buffer> {
  const declared = request.headers['content-length']
  if (declared !== undefined && Number(declared) > limit) throw new Refused(bodyTooLarge(limit, Number(declared)))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const keep = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) throw new Refused(bodyTooLarge(limit, null))
      hold(chunk.length)
      chunks.push(chunk)
    }
    const onData = (chunk: Buffer) => {
      try {
        keep(chunk)
      } catch (error) {
        request.off('data', onData)
        chunks.length = 0
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
    request.on('data', onData)
    request.once('end', () => resolve(whole(chunks)))
    request.once('error', () => reject(new Refused(unreadable('incomplete-body', 'The body ended too early.'))))
  })
}

function whole(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return chunks.length === 1 && only ? only : Buffer.concat(chunks)
}

/**
 * Reads on and forgets, so that a sender which first writes everything still comes to read its refusal:
 * closing now would reset the connection under it. Call it before answering; does nothing where the body has been read.
 */
export function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return
  let size = 0
  const cut = () => request.socket.destroy()
  const timer = setTimeout(cut, drainMs).unref()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > drainBytes) cut()
  })
  request.on('error', () => undefined)
  request.once('close', () => clearTimeout(timer))
}
