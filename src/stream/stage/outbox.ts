import { partitionOf, RecordBatches, type Output, type RecordToWrite, type ValueEncoder } from '../../kafka/index.ts'
import type { Topic } from '../define.ts'
import type { Slice } from '../process/slice.ts'
import { bytesOf } from './record-size.ts'

/** What a record may hold at most: below what topics are made to take, with room for the headers of a dead letter. */
export const largestValueBytes = 3_900_000

/** Gathers the records of one commit by partition, in the order they were put, already in batches. */
export class Outbox {
  readonly #nameOf: (topic: Topic) => string
  #topics = new Map<Topic, RecordBatches[]>()
  #outputs: RecordBatches[] = []
  /** Bytes of keys, values and headers since the last `take`. */
  bytes = 0

  /** `nameOf`: a topic's name on the cluster. */
  constructor(nameOf: (topic: Topic) => string) {
    this.#nameOf = nameOf
  }

  /** Into the partition that the key belongs to; a record without a key goes where the task is. */
  put(topic: Topic, record: RecordToWrite, task: number): void {
    this.putAt(topic, record.key ? partitionOf(record.key, topic.partitions) : task % topic.partitions, record)
  }

  putAt(topic: Topic, partition: number, record: RecordToWrite): void {
    const size = bytesOf(record)
    this.bytes += size
    this.#batches(topic, partition)
      .room(size + 512)
      .append(record)
  }

  /** A record without headers of key[keyStart, keyEnd) and value[valueStart, valueEnd), copied. */
  putBytes(
    topic: Topic,
    partition: number,
    key: Buffer | null,
    keyStart: number,
    keyEnd: number,
    value: Buffer | null,
    valueStart: number,
    valueEnd: number,
    timestamp: number,
  ): void {
    const size = keyEnd - keyStart + valueEnd - valueStart
    this.bytes += size
    this.#batches(topic, partition)
      .room(size + 64)
      .appendBytes(key, keyStart, keyEnd, value, valueStart, valueEnd, 0, noHeaders, timestamp)
  }

  /** A record without headers, its value encoded in place. Throws what `encoder` throws, and has put nothing then. */
  putEncoded(
    topic: Topic,
    partition: number,
    key: Slice,
    encoder: ValueEncoder,
    value: unknown,
    timestamp: number,
  ): void {
    const batches = this.#batches(topic, partition)
    const size = batches.appendEncoded(key.bytes, key.start, key.end, encoder, value, timestamp)
    if (size > largestValueBytes) {
      batches.takeBack()
      throw tooLarge(size)
    }
    this.bytes += size + key.end - key.start
  }

  /** Everything that was put since the last call. */
  take(): Output[] {
    const outputs = this.#outputs
      .map(({ topic, partition, batches }) => ({ topic, partition, batches: batches.filter(({ count }) => count > 0) }))
      .filter(({ batches }) => batches.length > 0)
    this.#topics = new Map()
    this.#outputs = []
    this.bytes = 0
    return outputs
  }

  #batches(topic: Topic, partition: number): RecordBatches {
    let partitions = this.#topics.get(topic)
    if (!partitions) this.#topics.set(topic, (partitions = []))
    let batches = partitions[partition]
    if (!batches) {
      partitions[partition] = batches = new RecordBatches(this.#nameOf(topic), partition)
      this.#outputs.push(batches)
    }
    return batches
  }
}

const noHeaders = Buffer.alloc(0)

export const tooLarge = (bytes: number) =>
  new RangeError(`a record of ${bytes} bytes is too large: ${largestValueBytes} is the most`)
