import { decompress } from './compression.ts'
import type { Header } from './headers.ts'
import { KafkaError } from './errors.ts'
import type { AbortedTransaction } from './protocol/fetch.ts'

const headerBytes = 61

/**
 * The record batches of one fetched partition, walked in place: one cursor, no object per record.
 * Only what may be seen is stopped at: records below `from`, control records and those of aborted transactions are passed over.
 * `position` is where to read on once next() has answered false: the end of the last whole batch, also where compaction left it empty.
 * Keys, values and headers share memory with the fetched bytes: copy what you keep.
 */
export class RecordCursor {
  position: number
  offset = -1
  /** Ms since 1970. */
  timestamp = 0
  readonly #from: number
  readonly #aborted: AbortedTransaction[]
  readonly #hidden = new Set<number>()
  /** What the bounds of the record below point into. */
  bytes: Buffer
  keyStart = 0
  /** Less than `keyStart` where the record has no key; the value's likewise. */
  keyEnd = -1
  valueStart = 0
  valueEnd = -1
  #log: Buffer
  #logAt = 0
  #at = 0
  #left = 0
  #baseOffset = 0
  #baseTimestamp = 0
  #headersAt = 0

  constructor(records: Buffer, from: number, aborted: readonly AbortedTransaction[]) {
    this.#log = records
    this.bytes = records
    this.#from = from
    this.position = from
    this.#aborted = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Moves to the next record that may be seen; false at the end. Throws KafkaError for bytes that are no record batch. */
  next(): boolean {
    while (true) {
      while (this.#left > 0) {
        this.#left--
        this.#readRecord()
        if (this.offset >= this.#from) return true
      }
      if (!this.#openBatch()) return false
    }
  }

  get key(): Buffer | null {
    return this.keyEnd < this.keyStart ? null : this.bytes.subarray(this.keyStart, this.keyEnd)
  }
  get value(): Buffer | null {
    return this.valueEnd < this.valueStart ? null : this.bytes.subarray(this.valueStart, this.valueEnd)
  }
  /** Whether the record has any header: a look at one byte. */
  get hasHeaders(): boolean {
    return this.bytes[this.#headersAt] !== 0
  }
  /** In their order, repeated names too. Decoded anew at each call. */
  get headers(): Header[] {
    const end = this.#next
    this.#at = this.#headersAt
    const headers: Header[] = []
    for (let count = this.#varint(); count > 0; count--) {
      const name = this.#take(this.#varint())?.toString('utf8') ?? ''
      headers.push([name, this.#take(this.#varint())])
    }
    this.#at = end
    return headers
  }

  #next = 0

  #readRecord(): void {
    const size = this.#varint()
    this.#next = this.#at + size
    this.#at++
    this.timestamp = this.#baseTimestamp + this.#varlong()
    this.offset = this.#baseOffset + this.#varint()
    const keySize = this.#varint()
    this.keyStart = this.#at
    this.keyEnd = this.#at + keySize
    if (keySize > 0) this.#at += keySize
    const valueSize = this.#varint()
    this.valueStart = this.#at
    this.valueEnd = this.#at + valueSize
    if (valueSize > 0) this.#at += valueSize
    this.#headersAt = this.#at
    this.#at = this.#next
  }

  /** Opens the next batch with records that may be seen; false when no whole batch is left. */
  #openBatch(): boolean {
    while (this.#logAt + headerBytes <= this.#log.length) {
      const at = this.#logAt
      const end = at + 12 + this.#log.readInt32BE(at + 8)
      if (end > this.#log.length) return false
      const magic = this.#log.readInt8(at + 16)
      if (magic !== 2)
        throw new KafkaError(
          'CORRUPT_MESSAGE',
          `record format v${magic} at offset ${int64(this.#log, at)}; Kafka 3 and newer write v2`,
        )
      this.#logAt = end
      this.#baseOffset = int64(this.#log, at)
      this.position = Math.max(this.position, this.#baseOffset + this.#log.readInt32BE(at + 23) + 1)
      if (this.#visible(at, end)) return true
    }
    return false
  }

  #visible(at: number, end: number): boolean {
    const attributes = this.#log.readInt16BE(at + 21)
    const producerId = int64(this.#log, at + 43)
    const transactional = (attributes & 0x10) !== 0
    while (this.#aborted[0] && this.#aborted[0].firstOffset <= this.#baseOffset)
      this.#hidden.add(this.#aborted.shift()?.producerId ?? -1)
    if ((attributes & 0x20) !== 0) {
      if (isAbort(this.#log.subarray(at + headerBytes, end))) this.#hidden.delete(producerId)
      return false
    }
    if (transactional && this.#hidden.has(producerId)) return false
    this.#baseTimestamp = int64(this.#log, at + 27)
    this.#left = this.#log.readInt32BE(at + 57)
    const codec = attributes & 0x07
    this.bytes = codec === 0 ? this.#log : decompress(codec, this.#log.subarray(at + headerBytes, end))
    this.#at = codec === 0 ? at + headerBytes : 0
    return this.#left > 0
  }

  #take(size: number): Buffer | null {
    if (size < 0) return null
    this.#at += size
    return this.bytes.subarray(this.#at - size, this.#at)
  }

  #varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.#at++]
      if (byte === undefined)
        throw new KafkaError(
          'CORRUPT_MESSAGE',
          `a record ends before its length says, in the batch at offset ${this.#baseOffset}`,
        )
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1)
    }
  }

  #varlong(): number {
    let value = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = this.bytes[this.#at++]
      if (byte === undefined)
        throw new KafkaError(
          'CORRUPT_MESSAGE',
          `a record ends before its length says, in the batch at offset ${this.#baseOffset}`,
        )
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
  }
}

const int64 = (bytes: Buffer, at: number): number => bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4)

/** A control record's key is version int16, type int16; type 0 is an abort. Its length, attributes, deltas and key size are one byte each. */
const isAbort = (record: Buffer): boolean => record.length >= 9 && record.readInt16BE(7) === 0
