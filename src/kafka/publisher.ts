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
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What goes out together: records are in their batches as soon as they are given, and nothing else of them is kept. */
class Round {
  readonly waiting: Waiting[] = []
  records = 0
  readonly #topics = new Map<string, RecordBatches[]>()

  add(placed: readonly Placed[]): void {
    for (const { topic, partition, record } of placed) {
      let batches = this.#topics.get(topic)
      if (!batches) this.#topics.set(topic, (batches = []))
      const known = (batches[partition] ??= new RecordBatches(topic, partition))
      known.append(record)
    }
    this.records += placed.length
  }

  /** By topic and partition, those of each in their order. */
  batches(): RecordBatches[] {
    return [...this.#topics.values()].flatMap(batches => batches.filter(Boolean))
  }
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
  readonly #queue: Round[] = []
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
    let round = this.#queue.at(-1)
    if (!round || round.records >= maxRound) this.#queue.push((round = new Round()))
    round.add(placed)
    const { waiting } = round
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
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
    for (let round = this.#queue.shift(); round; round = this.#queue.shift()) {
      const began = performance.now()
      try {
        await this.#store(round)
        for (const { resolve } of round.waiting) resolve()
      } catch (error) {
        this.#log.warn({ err: error }, 'events could not be published; their sources are told to send again')
        this.#producer = undefined
        for (const { reject } of round.waiting) reject(error)
      }
      this.#waiting -= round.records
      this.#observe((performance.now() - began) / 1_000)
    }
    this.#running = undefined
  }

  /** The same batches with the same sequences are sent until each partition has answered, or the deadline has passed. */
  async #store(round: Round): Promise<void> {
    const deadline = performance.now() + this.#deadlineMs
    const producer = await this.#open(deadline)
    let pending = this.#inSequence(round)
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

  #inSequence(round: Round): Pending[] {
    return round.batches().flatMap(({ topic, partition, batches }) => {
      const name = nameOf({ topic, partition })
      return batches.map(batch => {
        const sequence = this.#sequences.get(name) ?? 0
        this.#sequences.set(name, nextSequence(sequence, batch.count))
        return { topic, partition, batch, sequence }
      })
    })
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
