import { createCluster, fullMessage, partitionOf, Publisher, type Placed } from '../kafka/index.ts'
import { refusedLetter, wordOf } from './stage/dead-letter.ts'
import { NotPublished, Unencodable, type Publication, type Refusal, type Stream } from './define.ts'
import { onCluster, type Engine } from './stage/engine.ts'

/** How long Kafka may take to acknowledge before the source is told to send again. */
const deadlineMs = 8_000

/** A publisher on connections of its own. */
interface Line {
  readonly cluster: ReturnType<typeof createCluster>
  readonly publisher: Publisher
}

/** What ingress adapters publish through: Avro into the partition of the key, acks=all. */
export class Publishing {
  readonly #engine: Engine
  readonly #deadLetters: Stream
  readonly #events: Line
  /** A broker works off a connection in order, and a dead letter may be a thousand times as large as an event. */
  readonly #letters: Line

  constructor(engine: Engine, deadLetters: Stream) {
    this.#engine = engine
    this.#deadLetters = deadLetters
    this.#events = lineOf(engine)
    this.#letters = lineOf(engine)
  }

  async open(topics: readonly Stream[]): Promise<void> {
    await this.#openLine(this.#events, topics)
    await this.#openLine(this.#letters, [this.#deadLetters])
  }

  async #openLine({ cluster }: Line, topics: readonly Stream[]): Promise<void> {
    await cluster.connect()
    await cluster.addMultipleTargetTopics(topics.map(topic => onCluster(this.#engine, topic)))
  }

  /** Resolves when Kafka answers; rejects when it does not. For readiness. */
  ping(): Promise<void> {
    return this.#events.cluster.refreshMetadata()
  }

  async close(): Promise<void> {
    for (const { publisher, cluster } of [this.#events, this.#letters]) {
      await publisher.drain()
      await cluster.disconnect()
    }
  }

  readonly publish = (records: readonly Publication[]): Promise<void> =>
    acknowledged(this.#events.publisher.publish(records.map(record => this.#place(record))))

  readonly refuse = (refusals: readonly Refusal[]): Promise<void> =>
    acknowledged(this.#letters.publisher.publish(refusals.map(refusal => this.#letter(refusal))))

  #place(publication: Publication): Placed {
    const { topic, key, headers } = publication
    const bytes = Buffer.from(key)
    const record = {
      key: bytes,
      value: this.#encode(publication),
      headers: Object.entries(headers),
      timestamp: this.#engine.clock.now(),
    }
    return { topic: onCluster(this.#engine, topic), partition: partitionOf(bytes, topic.partitions), record }
  }

  #encode(publication: Publication): Buffer {
    try {
      return this.#engine.codec.encode(publication.schema, publication.value)
    } catch (cause) {
      throw new Unencodable(publication, { cause })
    }
  }

  #letter(refusal: Refusal): Placed {
    const { topic, stage, key, bytes, reason } = refusal
    const partition = partitionOf(key === null ? bytes : Buffer.from(key), this.#deadLetters.partitions)
    const now = this.#engine.clock.now()
    const record = refusedLetter(refusal, onCluster(this.#engine, topic), partition, now)
    this.#engine.metrics.deadLetters.inc({ stage, reason: wordOf(reason) })
    return { topic: onCluster(this.#engine, this.#deadLetters), partition, record }
  }
}

function lineOf({ kafka, log, metrics }: Engine): Line {
  const cluster = createCluster(kafka)
  return {
    cluster,
    publisher: new Publisher(cluster, deadlineMs, log, seconds => metrics.publishSeconds.observe(seconds)),
  }
}

async function acknowledged(stored: Promise<void>): Promise<void> {
  try {
    await stored
  } catch (error) {
    throw new NotPublished(`Kafka did not acknowledge: ${fullMessage(error)}`, { cause: error })
  }
}
