import { setTimeout as sleep } from 'node:timers/promises'
import { createCluster, nameOf, partitionOf, Publisher, type RecordToWrite } from '../../src/kafka/index.ts'
import type { Topic } from '../../src/stream/define.ts'
import { onCluster, type Engine } from '../../src/stream/index.ts'
import { happened } from '../../test/stream/live/traffic.ts'

/** Writes to one topic as a source would, acks=all, over one connection. */
export class Input {
  readonly #cluster: ReturnType<typeof createCluster>
  readonly #publisher: Publisher
  readonly #topic: Topic
  readonly #name: string

  private constructor(engine: Engine, topic: Topic) {
    this.#topic = topic
    this.#name = onCluster(engine, topic)
    this.#cluster = createCluster(engine.kafka)
    this.#publisher = new Publisher(this.#cluster, 30_000, engine.log, () => undefined)
  }

  static async open(engine: Engine, topic: Topic): Promise<Input> {
    const input = new Input(engine, topic)
    await input.#cluster.connect()
    await input.#cluster.addMultipleTargetTopics([input.#name])
    return input
  }

  /** `owner`: the key that says which partition a record goes to, where that is not its own. */
  publish(records: readonly RecordToWrite[], owner = (record: RecordToWrite) => record.key): Promise<void> {
    return this.#publisher.publish(
      records.map(record => ({
        topic: this.#name,
        partition: partitionOf(owner(record) ?? Buffer.alloc(0), this.#topic.partitions),
        record,
      })),
    )
  }

  /** Many records, made as they are needed. */
  async publishMany(count: number, recordOf: (n: number) => RecordToWrite, owner?: (record: RecordToWrite) => Buffer) {
    for (let n = 0; n < count; n += chunk)
      await this.publish(
        Array.from({ length: Math.min(chunk, count - n) }, (_, at) => recordOf(n + at)),
        owner,
      )
  }

  async close(): Promise<void> {
    await this.#publisher.drain()
    await this.#cluster.disconnect()
  }
}
const chunk = 10_000

/** A subject for each partition. */
export function subjectsOf({ partitions }: Topic): string[] {
  const subjects = new Map<number, string>()
  for (let n = 0; subjects.size < partitions; n++) {
    const partition = partitionOf(Buffer.from(`s-${n}`), partitions)
    if (!subjects.has(partition)) subjects.set(partition, `s-${n}`)
  }
  return Array.from(
    { length: partitions },
    (_, partition) => subjects.get(partition) ?? nameOf({ topic: '', partition }),
  )
}

/** An event to every partition at once, again and again. */
export class Steady {
  /** Events so far; each has its number. */
  sent = 0
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>

  constructor(engine: Engine, input: Input, topic: Topic, everyMs: number) {
    this.#running = this.#run(engine, input, subjectsOf(topic), everyMs)
    this.#running.catch(() => undefined)
  }

  async #run(engine: Engine, input: Input, subjects: readonly string[], everyMs: number): Promise<void> {
    const publishing = new Set<Promise<void>>()
    let failure: unknown
    for (let next = performance.now(); !this.#stopping.signal.aborted; next += everyMs) {
      await sleep(Math.max(0, next - performance.now()))
      const round = input.publish(subjects.map(subject => happened(engine, this.sent++, subject)))
      publishing.add(round)
      void round.catch((error: unknown) => (failure = error)).finally(() => publishing.delete(round))
    }
    await Promise.allSettled(publishing)
    if (failure !== undefined) throw new Error('the input could not be written', { cause: failure })
  }

  /** Resolves once all that was sent is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }
}
