import type Cluster from 'kafkajs/src/cluster/index.js'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { nextSequence, type BatchWriter, type ProducerIdentity, type RecordToWrite } from './batch-writer.ts'
import { RecordBatches } from './record-batches.ts'
import { asError, errorOf, isPassing, KafkaError } from './errors.ts'
import { byLeader } from './offsets.ts'
import { nameOf, type TopicPartition } from './position.ts'
import { produce, type Produced } from './protocol/produce.ts'

/** A record and where it goes. */
export interface Placed extends TopicPartition {
  readonly record: RecordToWrite
}

interface Waiting {
  readonly placed: readonly Placed[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

interface Pending extends TopicPartition {
  readonly batch: BatchWriter
  readonly sequence: number
}

const duplicateSequence = 46
const maxRound = 20_000
/** While Kafka does not answer, memory is bounded: what comes on top is refused at once, and its source sends again. */
const mostWaiting = 100_000

/**
 * Publishes records outside transactions, acks=all, idempotently: a call that is repeated after a lost answer is stored once.
 * What arrives while a round is under way goes out together in the next: no timer, and no more than one request per broker at a time.
 */
export class Publisher {
  readonly #cluster: Cluster
  readonly #deadlineMs: number
  readonly #log: Logger
  readonly #observe: (seconds: number) => void
  readonly #sequences = new Map<string, number>()
  #producer: ProducerIdentity | undefined
  #queue: Waiting[] = []
  #waiting = 0
  #running: Promise<void> | undefined

  constructor(cluster: Cluster, deadlineMs: number, log: Logger, observe: (seconds: number) => void) {
    this.#cluster = cluster
    this.#deadlineMs = deadlineMs
    this.#log = log
    this.#observe = observe
  }

  /** Resolves when every record is acknowledged by all in-sync replicas; rejects when that did not happen within the deadline: some may be stored all the same. */
  publish(placed: readonly Placed[]): Promise<void> {
    if (placed.length === 0) return Promise.resolve()
    if (this.#waiting > mostWaiting)
      return Promise.reject(new KafkaError('QUEUE_FULL', `${this.#waiting} records are waiting for Kafka already`))
    this.#waiting += placed.length
    return new Promise((resolve, reject) => {
      this.#queue.push({ placed, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is waiting any more. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that requests that arrived together go out together.
    await new Promise(resolve => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const round = this.#takeRound()
      const began = performance.now()
      try {
        await this.#store(round.flatMap(({ placed }) => placed))
        for (const { resolve } of round) resolve()
      } catch (error) {
        this.#log.warn({ err: error }, 'events could not be published; their sources are told to send again')
        this.#producer = undefined
        for (const { reject } of round) reject(error)
      }
      this.#waiting -= round.reduce((sum, { placed }) => sum + placed.length, 0)
      this.#observe((performance.now() - began) / 1_000)
    }
    this.#running = undefined
  }

  #takeRound(): Waiting[] {
    let records = 0
    const end = this.#queue.findIndex(({ placed }) => (records += placed.length) >= maxRound)
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end + 1)
  }

  /** The same batches with the same sequences are sent until each partition has answered, or the deadline has passed. */
  async #store(placed: readonly Placed[]): Promise<void> {
    const deadline = performance.now() + this.#deadlineMs
    const producer = await this.#open(deadline)
    let pending = this.#batches(placed)
    for (;;) {
      const { left, cause } = await this.#attempt(pending, producer)
      if (left.length === 0) return
      pending = left
      if (cause === undefined) continue
      if (performance.now() >= deadline || !isPassing(cause)) throw asError(cause)
      await sleep(50)
      await this.#cluster.refreshMetadata().catch(() => undefined)
    }
  }

  async #open(deadline: number): Promise<ProducerIdentity> {
    for (;;) {
      if (this.#producer) return this.#producer
      try {
        await this.#cluster.connect()
        const broker = await this.#cluster.findGroupCoordinator({ groupId: 'signalbox.publisher' })
        const { producerId, producerEpoch } = await broker.initProducerId({
          transactionalId: null,
          transactionTimeout: 60_000,
        })
        this.#sequences.clear()
        this.#producer = { producerId: Number(producerId), producerEpoch }
      } catch (error) {
        if (performance.now() >= deadline || !isPassing(error)) throw error
        await sleep(50)
      }
    }
  }

  #batches(placed: readonly Placed[]): Pending[] {
    const partitions = new Map<string, RecordBatches>()
    for (const { topic, partition, record } of placed) {
      const name = nameOf({ topic, partition })
      const known = partitions.get(name)
      if (known) known.append(record)
      else partitions.set(name, new RecordBatches(topic, partition).append(record))
    }
    return [...partitions].flatMap(([name, { topic, partition, batches }]) =>
      batches.map(batch => {
        const sequence = this.#sequences.get(name) ?? 0
        this.#sequences.set(name, nextSequence(sequence, batch.count))
        return { topic, partition, batch, sequence }
      }),
    )
  }

  /** One request per leader, with the first batch that is left of each partition. */
  async #attempt(pending: readonly Pending[], producer: ProducerIdentity): Promise<Attempt> {
    try {
      const first = new Map([...pending].reverse().map(batch => [nameOf(batch), batch]))
      const requests = byLeader(this.#cluster, [...first.values()]).map(async ([nodeId, wanted]) => {
        const leader = await this.#cluster.findBroker({ nodeId })
        return produce(
          leader,
          null,
          wanted.map(one => ({ ...one, bytes: one.batch.finish(producer, one.sequence, false) })),
          5_000,
        )
      })
      const settled = await Promise.allSettled(requests)
      const answers = settled.flatMap(result => (result.status === 'fulfilled' ? result.value : []))
      const stored = new Set(answers.filter(isStored).map(answer => first.get(nameOf(answer))))
      const rejected = settled.find(result => result.status === 'rejected')
      const refused = answers.find(answer => !isStored(answer))
      const cause: unknown = refused ? errorOf(refused.code, `writing to ${nameOf(refused)}`) : rejected?.reason
      return { left: pending.filter(batch => !stored.has(batch)), cause }
    } catch (error) {
      return { left: [...pending], cause: error }
    }
  }
}

interface Attempt {
  readonly left: Pending[]
  /** Why something is left although it was sent; undefined where it is only its turn next. */
  readonly cause: unknown
}

const isStored = (answer: Produced): boolean => answer.code === 0 || answer.code === duplicateSequence
