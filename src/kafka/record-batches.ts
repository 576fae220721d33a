import { BatchWriter, type RecordToWrite, type ValueEncoder } from './batch-writer.ts'

/** A batch is closed when it holds so many bytes: brokers and topics take 1 MiB by default, and a batch is what they measure. */
const fullBatchBytes = 900_000

/** Records for one partition, in the order they shall lie in it, in batches of at most about 900 KB; a larger record has a batch of its own. */
export class RecordBatches {
  readonly topic: string
  readonly partition: number
  readonly batches: BatchWriter[] = []
  #open = new BatchWriter()

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  /** The batch that a record of so many bytes goes into. */
  room(bytes: number): BatchWriter {
    if (this.#open.count === 0) {
      if (this.batches.length === 0) this.batches.push(this.#open)
    } else if (this.#open.byteLength + bytes > fullBatchBytes) this.batches.push((this.#open = new BatchWriter()))
    return this.#open
  }

  /** A record whose value is encoded straight into the batch; what does not fit there any more is moved to the next. */
  appendEncoded(
    key: Buffer,
    keyStart: number,
    keyEnd: number,
    encoder: ValueEncoder,
    value: unknown,
    timestamp: number,
  ): number {
    const batch = this.room(keyEnd - keyStart + 4_096)
    const size = batch.appendEncoded(key, keyStart, keyEnd, encoder, value, timestamp)
    if (batch.byteLength > fullBatchBytes && batch.count > 1) {
      batch.takeBack()
      this.batches.push((this.#open = new BatchWriter()))
      this.#open.appendEncoded(key, keyStart, keyEnd, encoder, value, timestamp)
    }
    return size
  }

  /** Removes the record that was appended last, encoded. */
  takeBack(): void {
    this.#open.takeBack()
  }

  append(record: RecordToWrite): this {
    this.room((record.key?.length ?? 0) + (record.value?.length ?? 0) + 512).append(record)
    return this
  }
}
