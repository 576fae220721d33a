import type { Random } from '../chaos/engine/random.ts'
import type { HeaderLines, Target } from './target.ts'

/** Bytes of a request, and how long the sender waits behind them. */
export interface Part {
  readonly bytes: Buffer
  readonly pauseMs: number
}

/** One hostile request, as bytes on a connection of its own. */
export interface Attempt {
  readonly kind: string
  readonly path: string
  readonly parts: readonly Part[]
  /** What the sender does behind the last byte: it reads until the connection is closed, it resets it, or it ends its own half. */
  readonly then: 'read' | 'reset' | 'end'
  /** It reads for so long at most. */
  readonly waitMs: number
}

/** What one kind of hostile request is made from. */
export interface Making {
  readonly random: Random
  readonly target: Target
}

/** One kind of hostile request; the same seed makes the same requests. */
export interface Kind {
  readonly name: string
  /** How often it comes, beside the others; in quarters. */
  readonly weight: number
  readonly make: (making: Making) => Omit<Attempt, 'kind' | 'path'>
}

/** A head as it is sent; nothing of it is checked. */
export function head(method: string, path: string, lines: HeaderLines): string {
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} ${path} HTTP/1.1\r\nhost: ingress\r\n${text}\r\n`
}

const waitMs = 15_000
const read = { then: 'read', waitMs } as const

/** All of a request at once; the answer is awaited. */
export function whole(headText: string, body: Buffer | string = ''): Omit<Attempt, 'kind' | 'path'> {
  const bytes = Buffer.concat([Buffer.from(headText, 'latin1'), Buffer.from(body)])
  return { parts: [{ bytes, pauseMs: 0 }], ...read }
}

/** A well-framed POST of a body, with the target's own credentials over those very bytes, and headers that replace or join its own. */
export function posted({ target }: Making, body: Buffer, more: HeaderLines = []): Omit<Attempt, 'kind' | 'path'> {
  const names = new Set(more.map(([name]) => name))
  const own = [...target.media, ...target.credentials(body)].filter(([name]) => !names.has(name))
  const framing: HeaderLines = [
    ['content-length', String(body.length)],
    ['connection', 'close'],
  ]
  return whole(head('POST', target.path, [...own, ...more, ...framing.filter(([name]) => !names.has(name))]), body)
}

/** A POST in chunks of these bytes, ended or not. */
export const chunked = (bytes: Buffer, isEnded = true): Buffer =>
  Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from(isEnded ? '\r\n0\r\n\r\n' : '\r\n'),
  ])

/** The text of a body as the source sends it. */
export const sampleOf = ({ target, random }: Making): string => target.text(target.sample(random))
