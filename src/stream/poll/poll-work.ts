import { randomUUID } from 'node:crypto'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { Fetcher, Position } from '../../kafka/index.ts'
import type { Polled, Poller, PollSource, Publication, Refusal, Stream } from '../define.ts'
import { refusedLetter, wordOf } from '../stage/dead-letter.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { largestValueBytes, Outbox, tooLarge } from '../stage/outbox.ts'
import type { Assignment, Unit, Work } from '../stage/work.ts'
import { PollIntake } from './poll-intake.ts'
import { PollRows, type Frames } from './poll-rows.ts'
import { PollStanding } from './poll-standing.ts'

const idleMs = 500

export interface PollSettings {
  readonly engine: Engine
  readonly poller: Poller
  readonly source: PollSource
  readonly deadLetters: Stream
  readonly fetcher: Pick<Fetcher, 'poll' | 'done'>
  /** The state, as it is now. */
  readonly restore: (lost: AbortSignal) => Promise<Frames>
}

/** The row schema of a poller. */
export function stateSchemaOf({ name, state }: Poller): RecordSchema {
  const [schema] = state.records
  if (!schema) throw new Error(`the state of the poller ${name} has no schema`)
  return schema
}

/**
 * The work of a poll stage: asks the source step by step, as long as this process holds the only partition of its orders. What a step has found, what is to be remembered and the position move in one
 * transaction; the position is committed with every one, also where it has not moved: it is what fences a process that lost the partition and does not know yet.
 */
export class PollWork implements Work {
  readonly overlaps = false
  readonly #settings: PollSettings
  readonly #stage: string
  readonly #outbox: Outbox
  readonly #rows: PollRows
  readonly #standing: PollStanding
  readonly #intake: PollIntake
  /** Names this process's units in the position's metadata. */
  readonly #process = randomUUID()
  #units = 0
  #position: Position | undefined
  #lease: () => boolean = () => false
  #told: ReadonlyMap<string, number> = new Map()

  constructor(settings: PollSettings) {
    const { engine, poller, fetcher } = settings
    this.#settings = settings
    this.#stage = `poll.${poller.name}`
    this.#outbox = new Outbox(topic => onCluster(engine, topic))
    this.#rows = new PollRows(engine.codec, stateSchemaOf(poller))
    this.#standing = new PollStanding(engine, poller.name, () => this.#rows.size)
    this.#intake = new PollIntake(engine, this.#stage, fetcher)
  }

  get waiting(): string | undefined {
    return this.#position && this.#standing.waiting
  }

  oldest(): number | undefined {
    return undefined
  }

  async assign({ positions, lease }: Assignment, lost: AbortSignal): Promise<void> {
    const { engine, source, restore } = this.#settings
    const [position] = positions
    this.#outbox.take()
    engine.codec.forgetUnknown()
    this.#lease = lease
    this.#position = position
    this.#intake.begin(position?.offset ?? 0)
    this.#standing.begin(position !== undefined)
    source.restart()
    const mark = position?.metadata ?? ''
    if (!position) this.#rows.forget()
    else if (!this.#rows.returnTo(mark)) {
      this.#rows.load(await restore(lost), mark)
      engine.metrics.restored.inc({ stage: this.#stage }, this.#rows.size)
    }
  }

  /** One step of the source where it is due, else a wait for that or an order. */
  async step(lost: AbortSignal): Promise<Unit | undefined> {
    const { source } = this.#settings
    const isLost = () => lost.aborted
    const waitMs = this.#position ? Math.min(this.#standing.waitMs, idleMs) : idleMs
    await this.#intake.take(waitMs, lost)
    const isDue = this.#standing.waitMs === 0 || this.#intake.records > 0
    if (!this.#position || !isDue || isLost()) return undefined
    if (!this.#lease()) {
      await this.#intake.take(idleMs, lost)
      return undefined
    }
    try {
      const polled = await source.step(this.#rows, this.#intake.orders, lost)
      return isLost() ? undefined : this.#taken(polled, this.#position)
    } catch (error) {
      if (isLost()) return undefined
      // A fault of ours, of which nobody knows how far it had come. What else this process does goes on.
      this.#settings.engine.log.error({ poller: this.#settings.poller.name, err: error }, 'a step of a poller failed')
      this.#outbox.take()
      source.restart()
      this.#standing.took(faulty(error))
      return undefined
    }
  }

  #taken(polled: Polled, position: Position): Unit | undefined {
    const rows = this.#rows.encoded(polled.rows)
    const told = new Map<string, number>()
    const letters = polled.publications.flatMap(publication => this.#publish(publication, told))
    for (const letter of [...letters, ...polled.refusals]) this.#refuse(letter)
    this.#standing.took(polled)
    const { records, letters: unreadable, next: offset } = this.#intake
    if (polled.publications.length + polled.refusals.length + rows.size + records === 0) return undefined
    const mark = `${this.#process}.${++this.#units}`
    const { engine, poller, deadLetters } = this.#settings
    for (const letter of unreadable) this.#outbox.put(deadLetters, letter, 0)
    const timestamp = engine.clock.now()
    for (const [key, value] of rows)
      this.#outbox.putAt(poller.state, 0, { key: Buffer.from(key), value, headers: [], timestamp })
    this.#rows.pend(rows, mark)
    this.#told = told
    this.#intake.done()
    this.#position = { ...position, offset, metadata: mark }
    return { outputs: this.#outbox.take(), positions: [this.#position], records }
  }

  /** Puts an event, or answers with the letter of one that its schema does not take. */
  #publish({ topic, schema, key, value, headers }: Publication, told: Map<string, number>): Refusal[] {
    const { codec, clock } = this.#settings.engine
    try {
      const bytes = codec.encode(schema, value)
      if (bytes.length > largestValueBytes) throw tooLarge(bytes.length)
      const record = { key: Buffer.from(key), value: bytes, headers: Object.entries(headers), timestamp: clock.now() }
      this.#outbox.put(topic, record, 0)
      const kind = schema.name.split('.').at(-1) ?? schema.name
      told.set(kind, (told.get(kind) ?? 0) + 1)
      return []
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error
      const bytes = Buffer.from(JSON.stringify(value).slice(0, largestValueBytes / 4))
      return [{ topic, stage: this.#stage, key, bytes, reason: `does_not_fit: ${error.message}` }]
    }
  }

  #refuse(refusal: Refusal): void {
    const { topic, stage, reason } = refusal
    const { engine, deadLetters } = this.#settings
    this.#outbox.put(deadLetters, refusedLetter(refusal, onCluster(engine, topic), 0, engine.clock.now()), 0)
    engine.metrics.deadLetters.inc({ stage, reason: wordOf(reason) })
  }

  committed(): void {
    this.#rows.committed()
    this.#standing.told(this.#told)
    this.#told = new Map()
  }

  observe(): void {
    this.#standing.observe()
  }

  async end(): Promise<void> {
    await this.#settings.source.close()
  }
}

const faulty = (error: unknown): Polled => ({
  publications: [],
  refusals: [],
  rows: new Map(),
  nextAfterMs: 0,
  trouble: `fault: ${error instanceof Error ? error.message : String(error)}`,
  requests: 0,
  roundEnded: false,
})
