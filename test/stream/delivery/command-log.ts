import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import type { AvroCodec, Chunk } from '../../../src/kafka/index.ts'
import { BatchWriter } from '../../../src/kafka/batch-writer.ts'
import { RecordCursor } from '../../../src/kafka/record-cursor.ts'

/** Commands that lie in the topic from the beginning: so many, and whose the one at an offset is, which is its number. */
export interface Waiting {
  readonly count: number
  readonly subjectAt: (offset: number) => string
}

interface Logged {
  readonly subject: string
  readonly n: number
  readonly at: number
  readonly bytes?: Buffer
}

const mostPerChunk = 1_000

/** A topic of commands in memory. What lies in it is encoded when it is fetched, so that a million commands that wait take no memory. */
export class CommandLog {
  readonly #topic: string
  readonly #codec: AvroCodec
  readonly #waiting: Waiting
  readonly #began: number
  readonly #later: Logged[] = []

  constructor(topic: string, codec: AvroCodec, waiting: Waiting, began: number) {
    this.#topic = topic
    this.#codec = codec
    this.#waiting = waiting
    this.#began = began
  }

  /** `bytes`: something that is no command. */
  push(command: Logged): void {
    this.#later.push(command)
  }

  get #end(): number {
    return this.#waiting.count + this.#later.length
  }

  /** The records from `from` on, as many as one answer holds; undefined where there is none. */
  chunk(from: number): Chunk | undefined {
    const next = Math.min(from + mostPerChunk, this.#end)
    if (next <= from) return undefined
    const writer = new BatchWriter()
    for (let offset = from; offset < next; offset++) this.#write(offset, writer)
    const bytes = writer.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
    bytes.writeBigInt64BE(BigInt(from), 0)
    const place = { topic: this.#topic, partition: 0, from, next, end: this.#end, epoch: 0 }
    return { ...place, bytes: bytes.length, cursor: () => new RecordCursor(bytes, 0, []) }
  }

  #write(offset: number, writer: BatchWriter): void {
    const { subject, n, at, bytes } = this.#at(offset)
    const envelope = { deliveryId: `${subject}-${n}`, eventId: `e-${subject}-${n}`, subject, occurredAt: at }
    const value = bytes ?? this.#codec.encode(BrazeTrackEvent, { ...envelope, name: 'x', properties: { n } })
    writer.append({ key: Buffer.from(subject), value, headers: [], timestamp: at })
  }

  #at(offset: number): Logged {
    const { count, subjectAt } = this.#waiting
    const later = this.#later[offset - count]
    return later ?? { subject: subjectAt(offset), n: offset, at: this.#began }
  }
}
