import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { posted, sampleOf, type Kind } from '../attempt.ts'

const large = Buffer.alloc(64 * 1024 * 1024, 0x20)
const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
/** A thousandth of what they unpack to, made when first asked for. */
const bombs = {
  gzip: once(() => gzipSync(large)),
  deflate: once(() => deflateSync(large)),
  br: once(() => brotliCompressSync(large, fast)),
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined
  return () => (made ??= make())
}

/** Bodies that say they are compressed. */
export const compression: readonly Kind[] = [
  {
    name: 'decompression bombs',
    weight: 2,
    make: making => {
      const { random } = making
      const encoding = random.pick(['gzip', 'deflate', 'br'] as const)
      const bomb = bombs[encoding]()
      const isTwice = random.chance(0.2)
      const body = isTwice ? gzipSync(bomb) : bomb
      return posted(making, body, [['content-encoding', isTwice ? `${encoding}, gzip` : encoding]])
    },
  },
  {
    name: 'encodings that lie',
    weight: 4,
    make: making => {
      const { random } = making
      const plain = Buffer.from(sampleOf(making))
      const packed = gzipSync(plain)
      const [body, encoding] = random.pick<readonly [Buffer, string]>([
        [plain, 'gzip'],
        [packed, 'br'],
        [packed, 'deflate'],
        [packed.subarray(0, packed.length / 2), 'gzip'],
        [Buffer.concat([packed, plain]), 'gzip'],
        [packed, 'identity'],
        [packed, 'x-gzip'],
        [packed, 'GZIP'],
        [packed, 'gzip, gzip, gzip, gzip'],
        [plain, 'compress'],
        [plain, '\u0001'],
        [plain, 'a'.repeat(4_000)],
      ])
      return posted(making, body, [['content-encoding', encoding]])
    },
  },
]
