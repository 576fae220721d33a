import { nameOf, RecordCursor, type Chunk, type Output, type Position, type TopicPartition } from '../../kafka/index.ts'

/** A record batch as it lies in a partition. */
interface Batch {
  readonly bytes: Buffer
  readonly from: number
  readonly next: number
}

/** The topics of a test, in memory: record batches in the bytes that Kafka would keep, and the positions that were committed. */
export class TestTopics {
  readonly #logs = new Map<string, Batch[]>()
  readonly #positions = new Map<string, Position>()

  append({ topic, partition, batches }: Output): void {
    const log = this.#log({ topic, partition })
    for (const batch of batches) {
      const from = log.at(-1)?.next ?? 0
      const bytes = Buffer.from(batch.finish({ producerId: -1, producerEpoch: -1 }, -1, false))
      bytes.writeBigInt64BE(BigInt(from), 0)
      log.push({ bytes, from, next: from + batch.count })
    }
  }

  /** What lies in a partition from an offset on, as Kafka hands it out: whole batches, of which the cursor passes over what is before. */
  read(place: TopicPartition, offset: number): Chunk[] {
    const log = this.#log(place)
    const end = log.at(-1)?.next ?? 0
    // Looked for from the end: of a long log little is new.
    const lastRead = log.findLastIndex(({ next }) => next <= offset)
    return log.slice(lastRead + 1).map(({ bytes, from, next }) => ({
      ...place,
      from: Math.max(from, offset),
      next,
      end,
      bytes: bytes.length,
      epoch: 0,
      cursor: () => new RecordCursor(bytes, Math.max(from, offset), []),
    }))
  }

  commit(positions: readonly Position[]): void {
    for (const position of positions) this.#positions.set(nameOf(position), position)
  }

  /** The committed position of a partition; its start where there is none. */
  position(place: TopicPartition): Position {
    return this.#positions.get(nameOf(place)) ?? { topic: place.topic, partition: place.partition, offset: 0 }
  }

  #log(place: TopicPartition): Batch[] {
    const name = nameOf(place)
    let log = this.#logs.get(name)
    if (!log) this.#logs.set(name, (log = []))
    return log
  }
}
