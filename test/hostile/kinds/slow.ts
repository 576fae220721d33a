import { head, sampleOf, type Attempt, type Kind } from '../attempt.ts'

/** The bytes in so many parts with pauses between them; then the connection is reset. */
function dribbled(bytes: Buffer, parts: number, pauseMs: number): Omit<Attempt, 'kind' | 'path'> {
  const size = Math.max(1, Math.ceil(bytes.length / parts))
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => ({
    bytes: bytes.subarray(n * size, (n + 1) * size),
    pauseMs,
  }))
  return { parts: pieces, then: 'reset', waitMs: 0 }
}

/** Connections that are held for seconds. They run beside the others. */
export const slow: readonly Kind[] = [
  {
    name: 'slow heads',
    weight: 1,
    make: making => {
      const { random, target } = making
      const text = head('POST', target.path, [
        ...target.media,
        ...target.credentials(Buffer.alloc(0)),
        ['x', 'a'.repeat(50)],
      ])
      return dribbled(Buffer.from(text).subarray(0, -2), 20, 100 + random.whole(300))
    },
  },
  {
    name: 'slow bodies',
    weight: 1,
    make: making => {
      const { random, target } = making
      const body = Buffer.from(sampleOf(making))
      const lines = [...target.media, ...target.credentials(body), ['content-length', String(body.length)] as const]
      const bytes = Buffer.concat([Buffer.from(head('POST', target.path, lines)), body])
      return dribbled(bytes, 20, 100 + random.whole(300))
    },
  },
  {
    name: 'large bodies that stop',
    weight: 1,
    make: making => {
      const { random, target } = making
      const body = Buffer.alloc(1_000_000, 0x20)
      const lines = [...target.media, ...target.credentials(body), ['content-length', '1000000'] as const]
      const bytes = Buffer.concat([Buffer.from(head('POST', target.path, lines)), body.subarray(0, 990_000)])
      return { parts: [{ bytes, pauseMs: 1_000 + random.whole(4_000) }], then: 'reset', waitMs: 0 }
    },
  },
]
