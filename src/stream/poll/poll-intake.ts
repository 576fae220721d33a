import { z } from 'zod'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { Undecodable, type Chunk, type Fetcher, type RecordCursor, type RecordToWrite } from '../../kafka/index.ts'
import { deadLetter, wordOf } from '../stage/dead-letter.ts'
import type { Engine } from '../stage/engine.ts'
import { copyOf, learnSchemas, undecodableReason } from '../stage/reading.ts'

const Order = z.object({
  what: z.enum(['poll', 'reconcile', 'readFrom']),
  from: z.number().nullable(),
  by: z.string(),
  at: z.number(),
})
const orderBytes = 1_048_576

/** What operators ask, read from the orders' only partition; what is no order goes to the dead letters. */
export class PollIntake {
  readonly #engine: Engine
  readonly #stage: string
  readonly #fetcher: Pick<Fetcher, 'poll' | 'done'>
  #orders: PollOrder[] = []
  #next = 0
  #letters: RecordToWrite[] = []
  /** Records that were taken in since the last unit. */
  records = 0

  constructor(engine: Engine, stage: string, fetcher: Pick<Fetcher, 'poll' | 'done'>) {
    this.#engine = engine
    this.#stage = stage
    this.#fetcher = fetcher
  }

  /** Orders that no step has been given. */
  get orders(): readonly PollOrder[] {
    return this.#orders
  }

  /** Of records that were no orders, since the last unit. */
  get letters(): readonly RecordToWrite[] {
    return this.#letters
  }

  /** Everything before this offset has been taken in. */
  get next(): number {
    return this.#next
  }

  /** Reads on from there. */
  begin(offset: number): void {
    this.done()
    this.#next = offset
  }

  /** What was taken in is part of a unit. */
  done(): void {
    this.#orders = []
    this.#letters = []
    this.records = 0
  }

  /** Takes in what comes within `waitMs`. */
  async take(waitMs: number, lost: AbortSignal): Promise<void> {
    for (const chunk of await this.#fetcher.poll(waitMs, orderBytes, lost)) await this.#takeChunk(chunk, lost)
  }

  async #takeChunk(chunk: Chunk, lost: AbortSignal): Promise<void> {
    await learnSchemas(this.#engine, chunk, lost)
    const cursor = chunk.cursor()
    for (; cursor.next(); this.records++) this.#read(chunk, cursor)
    this.#next = chunk.next
    this.#fetcher.done(chunk)
  }

  #read(chunk: Chunk, cursor: RecordCursor): void {
    try {
      const order = Order.safeParse(this.#engine.codec.decode(cursor.value).value)
      if (!order.success) throw new Undecodable('no_order: the record is no PollOrder')
      this.#orders.push(order.data)
    } catch (error) {
      this.#bury(chunk, cursor, undecodableReason(error))
    }
  }

  #bury({ topic, partition }: Chunk, cursor: RecordCursor, reason: string): void {
    const failure = { record: copyOf(cursor), topic, partition, offset: cursor.offset, stage: this.#stage, reason }
    this.#letters.push(deadLetter(failure, this.#engine.clock.now()))
    this.#engine.metrics.deadLetters.inc({ stage: this.#stage, reason: wordOf(reason) })
  }
}
