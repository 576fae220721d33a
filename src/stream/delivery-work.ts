import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Receipt } from '../../schemas/receipt.generated.ts'
import type { Chunk, RecordToWrite } from '../kafka/index.ts'
import { Backlog } from './backlog.ts'
import { deadLetter, wordOf } from './dead-letter.ts'
import type { Command, CommandEnvelope, Outcome, Sink, SinkClient, Stream } from './define.ts'
import type { Engine } from './engine.ts'
import { Outbox } from './outbox.ts'
import { learnSchemas, undecodableReason } from './reading.ts'
import type { Unit, Work } from './work.ts'

const Envelope = z.object({ deliveryId: z.string(), eventId: z.string(), subject: z.string(), occurredAt: z.number() })

/** A command that is not done with, and the record it came in. */
interface Waiting {
  readonly command: Command
  readonly envelope: CommandEnvelope
  readonly record: RecordToWrite
  readonly topic: string
  readonly partition: number
  readonly offset: number
  attempts: number
}

type Retry = Extract<Outcome, { kind: 'retry' }>

const noOutcome: Retry = { kind: 'retry', reason: 'no_outcome', afterMs: null }
const shortestPauseMs = 250
const longestPauseMs = 30_000
const enough = 2_000
/** No destination takes more in one call. */
const mostPerCall = 1_000

/**
 * The work of a deliver stage: commands in order, one call at a time, each call's receipts and positions in one transaction of their own,
 * so that a crash leaves no more than one call in doubt. A call that may be made again is made again, for as long as it takes; nothing overtakes it.
 */
export class DeliveryWork implements Work {
  readonly #engine: Engine
  readonly #sink: Sink
  readonly #client: SinkClient
  readonly #receipts: Stream
  readonly #deadLetters: Stream
  readonly #stage: string
  #chunks: readonly Chunk[] = []
  #backlog = new Backlog<Waiting>()
  /** How often in a row the destination asked for another try. */
  #failures = 0
  /** No call before this, ms of a monotonic clock. */
  #resumeAt = 0

  constructor(engine: Engine, sink: Sink, client: SinkClient, receipts: Stream, deadLetters: Stream) {
    this.#engine = engine
    this.#sink = sink
    this.#client = client
    this.#receipts = receipts
    this.#deadLetters = deadLetters
    this.#stage = `deliver.${sink.name}`
  }

  assign(): Promise<void> {
    this.#chunks = []
    this.#backlog = new Backlog()
    this.#engine.codec.forgetUnknown()
    return Promise.resolve()
  }

  hungry(): boolean {
    return this.#backlog.size < enough
  }
  idle(): boolean {
    return this.#backlog.size === 0
  }
  feed(chunks: readonly Chunk[]): void {
    this.#chunks = [...this.#chunks, ...chunks]
  }

  async step(lost: AbortSignal): Promise<Unit | undefined> {
    const outbox = new Outbox(this.#engine)
    const unreadable = await this.#takeIn(outbox, lost)
    const settled = await this.#deliver(outbox, lost)
    if (unreadable + settled === 0) return undefined
    return { outputs: outbox.take(), positions: this.#backlog.positions(), records: unreadable + settled }
  }

  committed(): void {
    // Nothing is kept beside the queue, which the step has already shortened.
  }

  /** Decodes what was fetched into the queue; what is no command goes to the dead letters. Answers how many did, and counts an empty chunk as one. */
  async #takeIn(outbox: Outbox, lost: AbortSignal): Promise<number> {
    let done = 0
    for (const chunk of this.#chunks) {
      await learnSchemas(this.#engine, chunk, lost)
      const before = this.#backlog.size
      const cursor = chunk.cursor()
      while (cursor.next()) {
        const { key, value, headers, timestamp, offset } = cursor
        const place = {
          record: { key, value, headers, timestamp },
          topic: chunk.topic,
          partition: chunk.partition,
          offset,
        }
        try {
          const decoded = this.#engine.codec.decode(value)
          this.#backlog.add({
            ...place,
            command: { schema: decoded.type, value: decoded.value },
            envelope: Envelope.parse(decoded.value),
            attempts: 0,
          })
        } catch (error) {
          done++
          this.#bury(
            outbox,
            place,
            error instanceof z.ZodError ? `no_command: ${z.prettifyError(error)}` : undecodableReason(error),
            0,
          )
        }
      }
      if (this.#backlog.size === before) done++
      this.#backlog.reached(chunk, chunk.next)
    }
    this.#chunks = []
    return done
  }

  /** One call. Answers how many commands are done with. */
  async #deliver(outbox: Outbox, lost: AbortSignal): Promise<number> {
    await this.#wait(lost)
    if (this.#backlog.size === 0 || lost.aborted) return 0
    const { metrics } = this.#engine
    const front = this.#backlog.front(mostPerCall)
    const batch = front.slice(0, this.#client.take(front.map(({ command }) => command)))
    const timer = metrics.calls.startTimer({ destination: this.#sink.name })
    const outcomes = await this.#client.deliver(batch.map(({ command }) => command))
    const again = batch.filter((waiting, at) => this.#takeOutcome(outbox, waiting, outcomes[at] ?? noOutcome))
    const asked = outcomes.find(outcome => outcome.kind === 'retry')
    timer({ result: asked ? wordOf(asked.reason) : 'ok' })
    this.#pace(asked)
    this.#backlog.settle(batch, again)
    return batch.length - again.length
  }

  /** True where the command must be sent again. */
  #takeOutcome(outbox: Outbox, waiting: Waiting, outcome: Outcome): boolean {
    waiting.attempts++
    if (outcome.kind === 'retry') return true
    this.#settle(outbox, waiting, outcome)
    return false
  }

  /** After a call that must be made again, the next one waits: as the destination says, or longer each time, with jitter. */
  #pace(asked: Retry | undefined): void {
    if (!asked) {
      this.#failures = 0
      return
    }
    const { metrics, log } = this.#engine
    metrics.retries.inc({ destination: this.#sink.name, reason: wordOf(asked.reason) })
    if (this.#failures++ === 0)
      log.warn({ destination: this.#sink.name, reason: asked.reason }, 'a call will be made again until it succeeds')
    const backOff = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(this.#failures - 1, 10))
    this.#resumeAt = performance.now() + (asked.afterMs ?? backOff / 2 + randomInt(Math.ceil(backOff / 2)))
  }

  async #wait(lost: AbortSignal): Promise<void> {
    const ms = this.#resumeAt - performance.now()
    if (ms > 0) await sleep(ms, undefined, { signal: lost }).catch(() => undefined)
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
      { key: waiting.record.key, value: this.#engine.codec.encode(Receipt, receipt), headers: {}, timestamp: now },
      waiting.partition,
    )
    this.#engine.metrics.deliveries.inc({ destination: this.#sink.name, outcome: outcome.kind })
    if (rejected !== null) this.#bury(outbox, waiting, `rejected: ${rejected}`, waiting.attempts)
  }

  #bury(
    outbox: Outbox,
    place: Omit<Waiting, 'command' | 'envelope' | 'attempts'>,
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
