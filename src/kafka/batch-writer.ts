import crc32c from 'kafkajs/src/protocol/recordBatch/crc32C/index.js'
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

/** Who writes a batch: the broker accepts each sequence of a producer's epoch once. */
export interface ProducerIdentity {
  readonly producerId: number
  readonly producerEpoch: number
}

const headerBytes = 61
const crcAt = 17
const attributesAt = 21

/** Builds one record batch (format v2) for one partition: records are encoded once, straight into the batch. */
export class BatchWriter {
  readonly #writer = new Writer(4_096)
  readonly #record = new Writer(512)
  #count = 0
  #firstTimestamp = 0
  #maxTimestamp = 0

  constructor() {
    this.#writer.raw(Buffer.alloc(headerBytes))
  }

  get count(): number {
    return this.#count
  }
  get byteLength(): number {
    return this.#writer.length
  }

  append(record: RecordToWrite): void {
    if (this.#count === 0) this.#firstTimestamp = record.timestamp
    this.#maxTimestamp = Math.max(this.#maxTimestamp, record.timestamp)
    const body = this.#record
      .clear()
      .int8(0)
      .varlong(record.timestamp - this.#firstTimestamp)
      .varint(this.#count++)
    nullable(body, record.key)
    nullable(body, record.value)
    body.varint(record.headers.length)
    for (const [name, value] of record.headers) {
      nullable(body, Buffer.from(name))
      nullable(body, typeof value === 'string' ? Buffer.from(value) : value)
    }
    this.#writer.varint(body.length).raw(body.bytes)
  }

  /** The batch, ready to send, with its sequence numbers. Called again for a retry it gives the same bytes. */
  finish(producer: ProducerIdentity, baseSequence: number, transactional: boolean): Buffer {
    const header = new Writer(headerBytes)
      .int64(0)
      .int32(this.#writer.length - 12)
      .int32(-1)
      .int8(2)
      .int32(0)
    header
      .int16(transactional ? 0x10 : 0)
      .int32(this.#count - 1)
      .int64(this.#firstTimestamp)
      .int64(this.#maxTimestamp)
    header.int64(producer.producerId).int16(producer.producerEpoch).int32(baseSequence).int32(this.#count)
    const bytes = this.#writer.bytes
    header.bytes.copy(bytes)
    bytes.writeUInt32BE(crc32c(bytes.subarray(attributesAt)), crcAt)
    return bytes
  }
}

function nullable(writer: Writer, bytes: Buffer | null): void {
  if (bytes === null) writer.varint(-1)
  else writer.varint(bytes.length).raw(bytes)
}

/** A batch is closed when it holds so many bytes: brokers and topics take 1 MiB by default, and a batch is what they measure. */
export const fullBatchBytes = 900_000

/** The records in batches of at most about `fullBatchBytes`, in order; a larger record has a batch of its own. */
export function inBatches(records: readonly RecordToWrite[]): BatchWriter[] {
  const batches: BatchWriter[] = []
  let open: BatchWriter | undefined
  for (const record of records) {
    if (!open || (open.count > 0 && open.byteLength + sizeOf(record) > fullBatchBytes))
      batches.push((open = new BatchWriter()))
    open.append(record)
  }
  return batches
}

const sizeOf = (record: RecordToWrite): number => (record.key?.length ?? 0) + (record.value?.length ?? 0) + 512

/** Sequence numbers count up to 2^31 - 1 and begin again at 0. */
export const nextSequence = (sequence: number, count: number): number => (sequence + count) % 2_147_483_648
