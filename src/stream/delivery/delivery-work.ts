import { z } from 'zod'
import { Receipt } from '../../../schemas/receipt.generated.ts'
import { fullMessage, type Chunk, type Fetcher, type RecordToWrite } from '../../kafka/index.ts'
import { Backlog } from './backlog.ts'
import { deadLetter, wordOf } from '../stage/dead-letter.ts'
import type { Command, CommandEnvelope, Outcome, Sink, SinkClient, Stream } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { Outbox } from '../stage/outbox.ts'
import { Pace } from './pace.ts'
import { learnSchemas, undecodableReason } from '../stage/reading.ts'
import type { Unit, Work } from '../stage/work.ts'

const Envelope = z.object({ deliveryId: z.string(), eventId: z.string(), subject: z.string(), occurredAt: z.number() })

/** A command that is not done with, and the record it came in. */
interface Waiting {
  readonly command: Command
  readonly envelope: CommandEnvelope
  /** Why it is no command, where it is none. */
  readonly unreadable?: string
  readonly record: RecordToWrite
  readonly topic: string
  readonly partition: number
  readonly offset: number
  attempts: number
}

const nothing: Command = { schema: '', value: null }
const nobody: CommandEnvelope = { deliveryId: '', eventId: '', subject: '', occurredAt: 0 }
const noOutcome: Outcome = { kind: 'retry', reason: 'no_outcome', afterMs: null }
const enough = 2_000
const fetchBytes = 8_388_608
/** No destination takes more in one call. */
const mostPerCall = 1_000

/**
 * The work of a deliver stage: commands in order, one call at a time, each call's receipts and positions in one transaction of their own,
 * so that a crash leaves no more than one call in doubt. A call that may be made again is made again, for as long as it takes; nothing overtakes it.
 */
export class DeliveryWork implements Work {
  readonly overlaps = false
  readonly #engine: Engine
  readonly #fetcher: Pick<Fetcher, 'poll' | 'done'>
  readonly #outbox: Outbox
  readonly #sink: Sink
  readonly #client: SinkClient
  readonly #receipts: Stream
  readonly #deadLetters: Stream
  readonly #stage: string
  readonly #pace: Pace
  #chunks: readonly Chunk[] = []
  #backlog = new Backlog<Waiting>()
  /** Commands to be tried one by one, because the sink threw on them together. */
  #single = 0

  constructor(
    engine: Engine,
    sink: Sink,
    client: SinkClient,
    receipts: Stream,
    deadLetters: Stream,
    fetcher: Pick<Fetcher, 'poll' | 'done'>,
  ) {
    this.#engine = engine
    this.#fetcher = fetcher
    this.#outbox = new Outbox(topic => onCluster(engine, topic))
    this.#sink = sink
    this.#client = client
    this.#receipts = receipts
    this.#deadLetters = deadLetters
    this.#stage = `deliver.${sink.name}`
    this.#pace = new Pace(engine, sink.name)
  }

  assign(): Promise<void> {
    this.#chunks = []
    this.#backlog = new Backlog()
    this.#outbox.take()
    this.#engine.codec.forgetUnknown()
    return Promise.resolve()
  }

  get waiting(): string | undefined {
    return this.#pace.reason
  }

  oldest(partition: number): number | undefined {
    return this.#backlog.first(partition)?.record.timestamp
  }

  async step(lost: AbortSignal): Promise<Unit | undefined> {
    const outbox = this.#outbox
    if (this.#backlog.size < enough)
      this.#chunks = await this.#fetcher.poll(this.#backlog.size === 0 ? 500 : 0, fetchBytes, lost)
    const empty = await this.#takeIn(lost)
    // What cannot be read is committed before the next call, which may have to wait for long.
    const settled = this.#buryUnreadable(outbox) || (await this.#deliver(outbox, lost))
    if (empty + settled === 0) return undefined
    return { outputs: outbox.take(), positions: this.#backlog.positions(), records: settled }
  }

  committed(): void {
    // Nothing is kept beside the queue, which the step has already shortened.
  }

  /** Decodes what was fetched into the backlog. Answers how many chunks had no records: only positions move on over them. */
  async #takeIn(lost: AbortSignal): Promise<number> {
    let empty = 0
    for (const chunk of this.#chunks) {
      await learnSchemas(this.#engine, chunk, lost)
      const before = this.#backlog.size
      const cursor = chunk.cursor()
      while (cursor.next()) {
        const { key, value, headers, timestamp, offset } = cursor
        const place = { topic: chunk.topic, partition: chunk.partition, offset }
        this.#backlog.add({ ...place, record: { key, value, headers, timestamp }, ...this.#read(value), attempts: 0 })
      }
      this.#fetcher.done(chunk)
      if (this.#backlog.size === before) empty++
      this.#backlog.reached(chunk, chunk.next)
    }
    this.#chunks = []
    return empty
  }

  #read(value: Buffer | null): Pick<Waiting, 'command' | 'envelope' | 'unreadable'> {
    try {
      const decoded = this.#engine.codec.decode(value)
      return { command: { schema: decoded.type, value: decoded.value }, envelope: Envelope.parse(decoded.value) }
    } catch (error) {
      const reason = error instanceof z.ZodError ? `no_command: ${z.prettifyError(error)}` : undecodableReason(error)
      return { command: nothing, envelope: nobody, unreadable: reason }
    }
  }

  /** What is no command goes to the dead letters when it comes to the front, so that position and letter move together. Answers how many did. */
  #buryUnreadable(outbox: Outbox): number {
    const front = this.#front()
    const readable = front.findIndex(waiting => waiting.unreadable === undefined)
    const buried = front.slice(0, readable < 0 ? front.length : readable)
    for (const waiting of buried) this.#bury(outbox, waiting, waiting.unreadable ?? '', 0)
    this.#backlog.settle(buried, [])
    return buried.length
  }

  #front(): readonly Waiting[] {
    return this.#backlog.front(this.#single > 0 ? 1 : mostPerCall)
  }

  /** One call. Answers how many commands are done with. */
  async #deliver(outbox: Outbox, lost: AbortSignal): Promise<number> {
    await this.#pace.ready(lost)
    if (this.#backlog.size === 0 || lost.aborted) return 0
    const timer = this.#engine.metrics.calls.startTimer({ destination: this.#sink.name })
    const { batch, outcomes } = await this.#call()
    const again = batch.filter((waiting, at) => this.#takeOutcome(outbox, waiting, outcomes[at] ?? noOutcome))
    const asked = outcomes.find(outcome => outcome.kind === 'retry')
    timer({ result: asked ? wordOf(asked.reason) : 'ok' })
    if (asked) this.#pace.failed(asked)
    else this.#pace.passed()
    this.#backlog.settle(batch, again)
    return batch.length - again.length
  }

  /** A sink that throws, against its contract, costs the one command it throws on: several are tried one by one. */
  async #call(): Promise<{ batch: readonly Waiting[]; outcomes: readonly Outcome[] }> {
    const all = this.#front()
    const unreadable = all.findIndex(waiting => waiting.unreadable !== undefined)
    const front = unreadable < 0 ? all : all.slice(0, unreadable)
    let batch = front
    try {
      batch = front.slice(0, this.#client.take(front.map(({ command }) => command)))
      const outcomes = await this.#client.deliver(batch.map(({ command }) => command))
      this.#single = Math.max(0, this.#single - batch.length)
      return { batch, outcomes }
    } catch (error) {
      const reason = `threw: ${fullMessage(error)}`
      if (batch.length > 1) this.#single = batch.length
      else this.#single = Math.max(0, this.#single - 1)
      return {
        batch,
        outcomes: batch.map(() =>
          batch.length > 1 ? { kind: 'retry', reason, afterMs: 0 } : { kind: 'rejected', reason },
        ),
      }
    }
  }

  /** True where the command must be sent again. */
  #takeOutcome(outbox: Outbox, waiting: Waiting, outcome: Outcome): boolean {
    waiting.attempts++
    if (outcome.kind === 'retry') return true
    this.#settle(outbox, waiting, outcome)
    return false
  }

  #settle(outbox: Outbox, waiting: Waiting, outcome: Exclude<Outcome, { kind: 'retry' }>): void {
    const { deliveryId, eventId, subject, occurredAt } = waiting.envelope
    const now = this.#engine.clock.now()
    const rejected = outcome.kind === 'rejected' ? outcome.reason : null
    const receipt: Receipt = {
      deliveryId,
      eventId,
      subject,
      destination: this.#sink.name,
      outcome: outcome.kind,
      reason: rejected ?? (outcome.kind === 'delivered' ? (outcome.note ?? null) : null),
      destinationId: outcome.kind === 'delivered' ? outcome.destinationId : null,
      attempts: waiting.attempts,
      latencyMs: now - occurredAt,
      deliveredAt: now,
    }
    outbox.put(
      this.#receipts,
      { key: waiting.record.key, value: this.#engine.codec.encode(Receipt, receipt), headers: [], timestamp: now },
      waiting.partition,
    )
    this.#engine.metrics.deliveries.inc({ destination: this.#sink.name, outcome: outcome.kind })
    if (rejected !== null) this.#bury(outbox, waiting, `rejected: ${rejected}`, waiting.attempts)
  }

  #bury(
    outbox: Outbox,
    place: Pick<Waiting, 'record' | 'topic' | 'partition' | 'offset'>,
    reason: string,
    attempts: number,
  ): void {
    const letter = deadLetter(
      { ...place, stage: this.#stage, by: this.#sink.name, reason, attempts },
      this.#engine.clock.now(),
    )
    outbox.putAt(this.#deadLetters, place.partition % this.#deadLetters.partitions, letter)
    this.#engine.metrics.deadLetters.inc({ stage: this.#stage, reason: wordOf(reason) })
  }
}
