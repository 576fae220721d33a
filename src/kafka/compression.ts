import { decompress as unzstd } from 'fzstd'
import lz4 from 'lz4-napi'
import { gunzipSync } from 'node:zlib'
import snappy from 'snappy'
import { KafkaError } from './errors.ts'

/** By the number in a batch's attributes: Kafka's own order. Source systems choose; we write uncompressed. */
const codecs: readonly ((bytes: Buffer) => Buffer)[] = [
  bytes => bytes,
  bytes => gunzipSync(bytes),
  unsnap,
  bytes => lz4.decompressFrameSync(bytes),
  unzst,
]

/** The records of a batch as they were before their producer compressed them. Throws CORRUPT_MESSAGE or UNSUPPORTED_COMPRESSION_TYPE. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  const undo = codecs[codec]
  if (!undo)
    throw new KafkaError(
      'UNSUPPORTED_COMPRESSION_TYPE',
      `records compressed by codec ${codec}, which Kafka does not define yet`,
    )
  try {
    return undo(bytes)
  } catch (error) {
    throw new KafkaError('CORRUPT_MESSAGE', `records that do not decompress (codec ${codec}): ${String(error)}`)
  }
}

/** Java's clients write snappy in blocks behind a header of their own; others write it bare. */
const xerial = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const xerialHeaderBytes = 16

function unsnap(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerial.length).equals(xerial)) return bare(bytes)
  const blocks: Buffer[] = []
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const end = at + 4 + bytes.readInt32BE(at)
    blocks.push(bare(bytes.subarray(at + 4, end)))
    at = end
  }
  return Buffer.concat(blocks)
}

const bare = (bytes: Buffer): Buffer => Buffer.from(snappy.uncompressSync(bytes, { asBuffer: true }))

function unzst(bytes: Buffer): Buffer {
  const plain = unzstd(bytes)
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
}
