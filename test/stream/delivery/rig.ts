/**
 * A deliver stage without Kafka: its own commands, ledger, positions and clock in memory, and a destination that a test writes. Time is simulated: it passes only while the work waits.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { pino } from 'pino'
import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import { DeliveryLedgerRow } from '../../../schemas/delivery-ledger-row.generated.ts'
import { Receipt } from '../../../schemas/receipt.generated.ts'
import { readSettings } from '../../../src/config.ts'
import { AvroCodec, headerOf, SchemaRegistry, type Chunk, type Position } from '../../../src/kafka/index.ts'
import { createMetrics } from '../../../src/metrics.ts'
import { stream, table, days } from '../../../src/stream/define.ts'
import type { CallResult, Command, InDoubtWay, LookUp, Outcome, Sink, SinkClient } from '../../../src/stream/define.ts'
import { LedgerRow } from '../../../src/stream/delivery/restore-ledger.ts'
import { DeliveryWork, Orders, type LedgerRows, type Unit } from '../../../src/stream/index.ts'
import { field } from '../../field.ts'
import { recordsOf } from '../outputs.ts'
import { CommandLog, type Waiting } from './command-log.ts'

const codec = new AvroCodec(new SchemaRegistry('http://127.0.0.1:9'), [BrazeTrackEvent, Receipt, DeliveryLedgerRow])
for (const [at, schema] of [BrazeTrackEvent, Receipt, DeliveryLedgerRow].entries()) codec.useForWriting(schema, at + 1)

const rest = { key: 'a test', partitions: 1, why: 'a test' }
const commands = stream({ ...rest, name: 'test.commands', records: [BrazeTrackEvent], retentionMs: days(1) })
const ledger = table({ ...rest, name: 'test.ledger', records: [DeliveryLedgerRow] })
const receipts = stream({ ...rest, name: 'test.receipts', records: [Receipt], retentionMs: days(1) })
const deadLetters = stream({ ...rest, name: 'test.letters', records: [], retentionMs: days(1) })
const control = table({ ...rest, name: 'test.control', records: [] })

/** A command as the destination sees it: whose it is, and its number. */
export interface Sent {
  readonly subject: string
  readonly n: number
  readonly at: number
}

/** What a destination does with a call. */
export type Answer = (sent: readonly Sent[], rig: Rig) => Promise<CallResult> | CallResult

export interface RigOptions {
  /** What the destination does with a call; `later` resolves after so many simulated ms. */
  readonly answer?: Answer
  readonly way?: InDoubtWay
  readonly lookUp?: LookUp
  readonly concurrency?: number
  readonly mostPerCall?: number
  readonly limits?: SinkClient['limits']
  readonly plan?: SinkClient['plan']
  readonly env?: Readonly<Record<string, string>>
  readonly waiting?: Waiting
  /** Is told of each receipt; then none is kept. */
  readonly told?: (receipt: ReturnType<typeof receiptOf>) => void
  /** Which commands of a call a look-up cannot tell from an earlier one's. */
  readonly untold?: (list: readonly Command[]) => readonly number[]
  /** How a destination that is real gets real time, each time that the work waits. */
  readonly turn?: () => Promise<unknown>
}

export interface RunOptions {
  readonly ms?: number
  /** Where nothing comes back, the work gets a turn this often at most, as on a machine that is slow: days pass faster. */
  readonly strideMs?: number
  /** False lets a commit fail, which assigns the task anew. */
  readonly commit?: () => boolean
}

export const delivered = (sent: readonly unknown[]): CallResult => all(sent, { kind: 'delivered', destinationId: null })
export const all = (sent: readonly unknown[], outcome: Outcome): CallResult => ({ outcomes: sent.map(() => outcome) })

export class Rig {
  now = Date.parse('2026-03-01T10:00:00Z')
  readonly orders = new Orders('test')
  readonly receipts: ReturnType<typeof receiptOf>[] = []
  readonly letters: { readonly key: string; readonly reason: string }[] = []
  /** Rows of the ledger as they are committed. */
  readonly ledger = new Map<string, Buffer>()
  /** Units that were committed. */
  units = 0
  /** Calls that were made. */
  calls = 0
  hasLease = true
  readonly metrics = createMetrics()
  work: DeliveryWork
  readonly #options: RigOptions
  readonly #log: CommandLog
  /** Something may go on without time passing. */
  #isBusy = false
  #strideMs = 1
  #position: Position = { topic: commands.name, partition: 0, offset: 0 }
  #fetched = 0
  #timers: { readonly at: number; readonly go: () => void }[] = []
  #over = new AbortController()
  #until: () => boolean = () => true

  constructor(options: RigOptions) {
    this.#options = options
    this.#log = new CommandLog(commands.name, codec, options.waiting ?? { count: 0, subjectAt: () => '' }, this.now)
    this.work = this.#newWork()
  }

  get position(): number {
    return this.#position.offset
  }

  /** When the calls that the ledger knows of began, as it says. */
  get calledAt(): number[] {
    return [...(this.#rows().get(0)?.values() ?? [])].flatMap(({ calledAt }) => calledAt ?? [])
  }

  /** Puts a command into the topic. */
  send(subject: string, n: number, at = this.now): void {
    this.#log.push({ subject, n, at })
  }

  /** Puts something into the topic that is no command. */
  sendBytes(bytes: Buffer): void {
    this.#log.push({ subject: '?', n: 0, at: this.now, bytes })
  }

  /** Resolves after so many simulated ms. */
  later<T>(ms: number, value: T): Promise<T> {
    return new Promise(resolve => this.#timers.push({ at: this.now + ms, go: () => resolve(value) }))
  }

  /** The stage gets its task, again or for the first time. */
  async assign(): Promise<void> {
    this.#fetched = this.#position.offset
    const lease = () => this.hasLease
    const assignment = { tasks: [0], positions: [this.#position], lease }
    await this.work.assign(assignment, new AbortController().signal)
  }

  /** The process dies, calls under way with it, and another takes over. */
  async crash(): Promise<void> {
    this.work = this.#newWork()
    await this.assign()
  }

  /** Runs until `until` or until so many simulated ms have passed. */
  async run(
    until: () => boolean,
    { ms = 3_600_000, strideMs = 1, commit = () => true }: RunOptions = {},
  ): Promise<void> {
    const end = this.now + ms
    this.#isBusy = true
    this.#strideMs = strideMs
    this.#until = () => until() || this.now >= end
    this.#over = new AbortController()
    while (!this.#until()) {
      const unit = await this.work.step(this.#over.signal, () => false)
      if (!unit) continue
      if (commit()) this.#commit(unit)
      else await this.assign()
    }
  }

  #commit({ outputs, positions }: Unit): void {
    this.units++
    for (const output of outputs)
      for (const { key, value, headers } of recordsOf(output)) {
        const name = key?.toString() ?? ''
        if (output.topic === ledger.name) {
          if (value) this.ledger.set(name, value)
          else this.ledger.delete(name)
        } else if (output.topic === receipts.name) this.#tell(receiptOf(value))
        else if (output.topic === deadLetters.name)
          this.letters.push({ key: name, reason: String(headerOf(headers, 'signalbox_reason')?.[1]) })
      }
    for (const position of positions) this.#position = position
    this.work.committed()
  }

  #tell(receipt: ReturnType<typeof receiptOf>): void {
    const { told } = this.#options
    if (told) told(receipt)
    else this.receipts.push(receipt)
  }

  #newWork(): DeliveryWork {
    const client = this.#client()
    const sink: Sink = { name: 'test', commands, ledger, isNamed: () => true, open: () => client }
    const log = pino({ level: 'silent' })
    const clock = { now: () => this.now }
    const settings = readSettings(this.#options.env ?? {})
    const engine = { settings, kafka: { brokers: [], clientId: 'test', log }, codec, clock, metrics: this.metrics, log }
    const fetcher = { poll: (ms: number) => this.#poll(ms), done: () => undefined, wake: () => undefined }
    const controls = {
      orders: this.orders,
      load: () => Promise.resolve(),
      follow: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
    const restore = () => Promise.resolve(this.#rows())
    return new DeliveryWork({ engine, sink, client, receipts, deadLetters, control, fetcher, controls, restore })
  }

  #rows(): LedgerRows {
    const rows = [...this.ledger].map(([key, frame]) => [key, codec.decode(frame).value] as const)
    return new Map([[0, new Map(rows.map(([key, value]) => [key, LedgerRow.parse(value)]))]])
  }

  #client(): SinkClient {
    const {
      concurrency = 4,
      mostPerCall = 10,
      limits = {},
      way = 'lookup',
      answer = delivered,
      lookUp,
      plan,
      untold = () => [],
    } = this.#options
    const send = async (chosen: readonly Command[]) => {
      this.calls++
      this.#isBusy = true
      const sent = chosen.map(({ value }) => ({
        subject: String(field(value, 'subject')),
        n: numberIn(value),
        at: this.now,
      }))
      return answer(sent, this)
    }
    return {
      concurrency,
      mostPerCall,
      callTimeoutMs: 1_000,
      limits,
      plan:
        plan ??
        (list => ({
          refused: [],
          call: {
            endpoint: '/x',
            chosen: [...list.keys()],
            inDoubt: way,
            untold: untold(list),
            send: () => send(list),
          },
        })),
      ...(lookUp && { lookUp: { ...lookUp, ask: (...asked) => ((this.#isBusy = true), lookUp.ask(...asked)) } }),
      close: () => Promise.resolve(),
    }
  }

  /** Answers with what lies in the topic; where there is nothing, time passes, up to `ms` or the next thing that happens. */
  async #poll(ms: number): Promise<Chunk[]> {
    await this.#settled()
    const chunk = this.#log.chunk(this.#fetched)
    if (chunk) {
      this.#fetched = chunk.next
      return [chunk]
    }
    const next = this.#timers.reduce((first, { at }) => Math.min(first, at), this.now + Math.max(ms, this.#strideMs))
    if (ms > 0) this.now = Math.max(this.now, Math.ceil(next))
    if (next <= this.now) this.#fire()
    await this.#settled()
    if (this.#until()) this.#over.abort()
    return []
  }

  #fire(): void {
    const due = this.#timers.filter(({ at }) => at <= this.now)
    if (due.length === 0) return
    this.#timers = this.#timers.filter(({ at }) => at > this.now)
    this.#isBusy = true
    for (const { go } of due) go()
  }

  /** What goes on by itself has come to an end. Nothing does unless a call was made or something came back: most polls of three idle days need no turn of the loop. */
  async #settled(): Promise<void> {
    const { turn: realTurn } = this.#options
    if (realTurn) await realTurn()
    if (!this.#isBusy) return
    this.#isBusy = false
    await turn()
  }
}

const numberIn = (value: unknown): number => Number(field(field(value, 'properties'), 'n'))

function receiptOf(value: Buffer | null) {
  const decoded = codec.decode(value).value
  return {
    id: String(field(decoded, 'deliveryId')),
    subject: String(field(decoded, 'subject')),
    outcome: String(field(decoded, 'outcome')),
    reason: String(field(decoded, 'reason')),
    attempts: Number(field(decoded, 'attempts')),
    latencyMs: Number(field(decoded, 'latencyMs')),
  }
}
