import { crc32c } from './crc32c.ts'
import type { Headers } from './headers.ts'
import { Writer } from './wire.ts'

/** A record to be written. Keys and values are bytes; null is a missing key or a tombstone. */
export interface RecordToWrite {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Headers
  /** Ms since 1970. */
  readonly timestamp: number
}

/** Encodes a value into bytes from `at` on; answers where it ends, or, where there is too little room, how many bytes are missing, negative. */
export interface ValueEncoder {
  encodeInto(value: unknown, bytes: Buffer, at: number): number
}

/** Who writes a batch: the broker accepts each sequence of a producer's epoch once. */
export interface ProducerIdentity {
  readonly producerId: number
  readonly producerEpoch: number
}

const headerBytes = 61
const crcAt = 17
const attributesAt = 21
/** Length, deltas, key and value sizes of a record take no more. */
const mostPerRecord = 40
const empty = Buffer.alloc(0)

/** Builds one record batch (format v2) for one partition: records are encoded once, straight into the batch. */
export class BatchWriter {
  #bytes = Buffer.allocUnsafe(2_048)
  #at = headerBytes
  #count = 0
  #firstTimestamp = 0
  #maxTimestamp = 0
  #lastAt = headerBytes
  #sizeBytes = 2
  #valueSizeBytes = 2

  get count(): number {
    return this.#count
  }
  get byteLength(): number {
    return this.#at
  }

  append({ key, value, headers, timestamp }: RecordToWrite): void {
    const tail = headers.length === 0 ? empty : encodedHeaders(headers)
    this.appendBytes(key, 0, key?.length ?? 0, value, 0, value?.length ?? 0, headers.length, tail, timestamp)
  }

  /** A record of key[keyStart, keyEnd), value[valueStart, valueEnd) and headers that are already encoded, copied. */
  appendBytes(
    key: Buffer | null,
    keyStart: number,
    keyEnd: number,
    value: Buffer | null,
    valueStart: number,
    valueEnd: number,
    headerCount: number,
    headers: Buffer,
    timestamp: number,
  ): void {
    const keySize = key === null ? -1 : keyEnd - keyStart
    const valueSize = value === null ? -1 : valueEnd - valueStart
    const size =
      this.#headSize(keySize, timestamp) +
      sizeOf(valueSize) +
      Math.max(0, valueSize) +
      sizeOf(headerCount) +
      headers.length
    this.#room(size + mostPerRecord)
    this.#head(size, key, keyStart, keyEnd, valueSize, timestamp)
    if (value !== null) this.#copy(value, valueStart, valueEnd)
    this.#varint(headerCount)
    if (headerCount > 0) this.#copy(headers, 0, headers.length)
  }

  /**
   * A record without headers whose value is encoded straight into the batch: a value of a few hundred bytes costs more to copy than to look at.
   * What `encoder` throws leaves the batch as it was. Answers the value's size.
   */
  appendEncoded(
    key: Buffer,
    keyStart: number,
    keyEnd: number,
    encoder: ValueEncoder,
    value: unknown,
    timestamp: number,
  ): number {
    const head = this.#headSize(keyEnd - keyStart, timestamp)
    // The sizes of size fields are those of the last record, nearly always; where they are not, the value is moved.
    const valueAt = this.#at + this.#sizeBytes + head + this.#valueSizeBytes
    this.#room(valueAt - this.#at + 1_024)
    let end = encoder.encodeInto(value, this.#bytes, valueAt)
    while (end < 0) {
      this.#room(this.#bytes.length - this.#at - end)
      end = encoder.encodeInto(value, this.#bytes, valueAt)
    }
    // For the number of headers, which follows the value.
    this.#room(end + 1 - this.#at)
    const valueSize = end - valueAt
    const size = head + sizeOf(valueSize) + valueSize + 1
    const valueTo = this.#at + sizeOf(size) + head + sizeOf(valueSize)
    if (valueTo !== valueAt) this.#move(valueAt, end, valueTo)
    this.#sizeBytes = sizeOf(size)
    this.#valueSizeBytes = sizeOf(valueSize)
    this.#lastAt = this.#at
    this.#head(size, key, keyStart, keyEnd, valueSize, timestamp)
    this.#at = valueTo + valueSize
    this.#bytes[this.#at++] = 0
    return valueSize
  }

  /** What stands before the value's size, but for the record's own size. */
  #headSize(keySize: number, timestamp: number): number {
    const delta = this.#count === 0 ? 0 : timestamp - this.#firstTimestamp
    return 1 + sizeOfLong(delta) + sizeOf(this.#count) + sizeOf(keySize) + Math.max(0, keySize)
  }

  /** Everything up to the value; there must be room for it. */
  #head(
    size: number,
    key: Buffer | null,
    keyStart: number,
    keyEnd: number,
    valueSize: number,
    timestamp: number,
  ): void {
    if (this.#count === 0) this.#firstTimestamp = timestamp
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp
    this.#varint(size)
    this.#bytes[this.#at++] = 0
    this.#varlong(timestamp - this.#firstTimestamp)
    this.#varint(this.#count++)
    this.#varint(key === null ? -1 : keyEnd - keyStart)
    if (key !== null) this.#copy(key, keyStart, keyEnd)
    this.#varint(valueSize)
  }

  /** Removes the record that was appended last, encoded. */
  takeBack(): void {
    this.#at = this.#lastAt
    this.#count--
  }

  #move(start: number, end: number, to: number): void {
    this.#room(end - this.#at + 64)
    this.#bytes.copyWithin(to, start, end)
  }

  /** The batch, ready to send, with its sequence numbers. Called again for a retry it gives the same bytes. */
  finish(producer: ProducerIdentity, baseSequence: number, transactional: boolean): Buffer {
    const header = new Writer(headerBytes)
      .int64(0)
      .int32(this.#at - 12)
      .int32(-1)
      .int8(2)
      .int32(0)
    header
      .int16(transactional ? 0x10 : 0)
      .int32(this.#count - 1)
      .int64(this.#firstTimestamp)
      .int64(this.#maxTimestamp)
    header.int64(producer.producerId).int16(producer.producerEpoch).int32(baseSequence).int32(this.#count)
    const bytes = this.#bytes.subarray(0, this.#at)
    header.bytes.copy(bytes)
    bytes.writeUInt32BE(crc32c(bytes, attributesAt, bytes.length), crcAt)
    return bytes
  }

  #room(size: number): void {
    const needed = this.#at + size
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
    // All of it: a value may lie behind the end, not yet in its place.
    this.#bytes.copy(larger)
    this.#bytes = larger
  }

  #varint(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0
    while (rest >= 0x80) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#at++] = rest
  }

  #varlong(value: number): void {
    let rest = value < 0 ? -value * 2 - 1 : value * 2
    while (rest >= 0x80) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#at++] = rest
  }

  #copy(from: Buffer, start: number, end: number): void {
    const to = this.#bytes
    const at = this.#at
    if (end - start > 64) from.copy(to, at, start, end)
    else for (let n = start; n < end; n++) to[at + n - start] = from[n] ?? 0
    this.#at = at + end - start
  }
}

function sizeOf(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  return zigzag < 0x80 ? 1 : zigzag < 0x4000 ? 2 : zigzag < 0x200000 ? 3 : zigzag < 0x10000000 ? 4 : 5
}

function sizeOfLong(value: number): number {
  let rest = value < 0 ? -value * 2 - 1 : value * 2
  let size = 1
  for (; rest >= 0x80; size++) rest = Math.floor(rest / 0x80)
  return size
}

const headerWriter = new Writer(1_024)

/** Headers as they stand in a record; good until the next are encoded. */
function encodedHeaders(headers: Headers): Buffer {
  headerWriter.clear()
  for (const [name, value] of headers) {
    headerWriter.varintString(name)
    if (value === null) headerWriter.varint(-1)
    else if (typeof value === 'string') headerWriter.varintString(value)
    else headerWriter.varint(value.length).raw(value)
  }
  return headerWriter.bytes
}

/** Sequence numbers count up to 2^31 - 1 and begin again at 0. */
export const nextSequence = (sequence: number, count: number): number => (sequence + count) % 2_147_483_648
