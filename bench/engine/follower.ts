import { createCluster, Fetcher, listOffsets } from '../../src/kafka/index.ts'
import type { Topic } from '../../src/stream/define.ts'
import { onCluster, type Engine } from '../../src/stream/index.ts'

/** A committed record as a reader sees it arrive. */
export interface Seen {
  readonly partition: number
  readonly key: string
  /** Decoded. */
  readonly value: unknown
  /** What its writer stamped it with, ms since 1970. */
  readonly timestamp: number
  /** When it was read, ms since 1970. */
  readonly at: number
}

/** Reads a topic from its start and on as it grows, committed records only. */
export class Follower {
  readonly #stopping = new AbortController()
  readonly #reading: Promise<void>

  constructor(engine: Engine, topic: Topic, see: (seen: Seen) => void) {
    this.#reading = this.#read(engine, topic, see)
    this.#reading.catch((error: unknown) => console.error('the reader failed', error))
  }

  async #read(engine: Engine, topic: Topic, see: (seen: Seen) => void): Promise<void> {
    const { signal } = this.#stopping
    const cluster = createCluster(engine.kafka)
    await cluster.connect()
    const name = onCluster(engine, topic)
    await cluster.addMultipleTargetTopics([name])
    const places = Array.from({ length: topic.partitions }, (_, partition) => ({ topic: name, partition }))
    const fetcher = new Fetcher(cluster, limits, 33_554_432)
    fetcher.assign(await listOffsets(cluster, places, 'start'))
    while (!signal.aborted)
      for (const chunk of await fetcher.poll(200, 8_388_608, signal)) {
        const at = Date.now()
        const cursor = chunk.cursor()
        while (cursor.next()) {
          const { value } = engine.codec.decode(cursor.value)
          see({ partition: chunk.partition, key: String(cursor.key), value, timestamp: cursor.timestamp, at })
        }
        fetcher.done(chunk)
      }
    fetcher.assign([])
    await cluster.disconnect()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#reading
  }
}
const limits = { waitMs: 100, maxBytes: 8_388_608, maxBytesPerPartition: 2_097_152 }
