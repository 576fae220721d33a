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
import { BatchWriter } from '../../../src/kafka/batch-writer.ts'
import { RecordCursor } from '../../../src/kafka/record-cursor.ts'
import { createMetrics } from '../../../src/metrics.ts'
import { stream, table, days } from '../../../src/stream/define.ts'
import type { CallResult, Command, InDoubtWay, LookUp, Outcome, Sink, SinkClient } from '../../../src/stream/define.ts'
import { LedgerRow } from '../../../src/stream/delivery/restore-ledger.ts'
import { DeliveryWork, Orders, type LedgerRows, type Unit } from '../../../src/stream/index.ts'
import { field } from '../../field.ts'
import { recordsOf } from '../outputs.ts'

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

export interface RigOptions {
  /** What the destination does with a call; `later` resolves after so many simulated ms. */
  readonly answer: (sent: readonly Sent[], rig: Rig) => Promise<CallResult> | CallResult
  readonly way?: InDoubtWay
  readonly lookUp?: LookUp
  readonly concurrency?: number
  readonly mostPerCall?: number
  readonly limits?: SinkClient['limits']
  readonly plan?: SinkClient['plan']
  readonly env?: Readonly<Record<string, string>>
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
  #log: {
    readonly subject: string
    readonly n: number
    readonly value: Buffer
    readonly key: Buffer
    readonly at: number
  }[] = []
  #position: Position = { topic: commands.name, partition: 0, offset: 0 }
  #fetched = 0
  #timers: { readonly at: number; readonly go: () => void }[] = []
  #over = new AbortController()
  #until: () => boolean = () => true

  constructor(options: RigOptions) {
    this.#options = options
    this.work = this.#newWork()
  }

  get position(): number {
    return this.#position.offset
  }

  /** Puts a command into the topic. */
  send(subject: string, n: number): void {
    const envelope = { deliveryId: `${subject}-${n}`, eventId: `e-${subject}-${n}`, subject, occurredAt: this.now }
    const value = codec.encode(BrazeTrackEvent, { ...envelope, name: 'x', properties: { n } })
    this.#log.push({ subject, n, value, key: Buffer.from(subject), at: this.now })
  }

  /** Puts something into the topic that is no command. */
  sendBytes(value: Buffer): void {
    this.#log.push({ subject: '', n: 0, value, key: Buffer.from('?'), at: this.now })
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

  /** Runs until `until` or until so many simulated ms have passed. `commit`: false lets a commit fail, which assigns the task anew. */
  async run(
    until: () => boolean,
    { ms = 3_600_000, commit = () => true }: { ms?: number; commit?: () => boolean } = {},
  ): Promise<void> {
    const end = this.now + ms
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
        } else if (output.topic === receipts.name) this.receipts.push(receiptOf(value))
        else if (output.topic === deadLetters.name)
          this.letters.push({ key: name, reason: String(headerOf(headers, 'signalbox_reason')?.[1]) })
      }
    for (const position of positions) this.#position = position
    this.work.committed()
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
    const { concurrency = 4, mostPerCall = 10, limits = {}, way = 'lookup', answer, lookUp, plan } = this.#options
    const send = async (chosen: readonly Command[]) => {
      this.calls++
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
          call: { endpoint: '/x', chosen: [...list.keys()], inDoubt: way, send: () => send(list) },
        })),
      ...(lookUp && { lookUp }),
      close: () => Promise.resolve(),
    }
  }

  /** Answers with what lies in the topic; where there is nothing, time passes, up to `ms` or the next thing that happens. */
  async #poll(ms: number): Promise<Chunk[]> {
    await turn()
    const next = Math.min(...this.#timers.map(({ at }) => at), this.now + ms)
    const chunk = this.#chunk()
    if (chunk) return [chunk]
    if (ms > 0) this.now = Math.max(this.now, Math.ceil(next))
    const due = this.#timers.filter(({ at }) => at <= this.now)
    this.#timers = this.#timers.filter(({ at }) => at > this.now)
    for (const { go } of due) go()
    if (due.length > 0) await turn()
    if (this.#until()) this.#over.abort()
    return []
  }

  #chunk(): Chunk | undefined {
    const from = this.#fetched
    const records = this.#log.slice(from, from + 1_000)
    if (records.length === 0) return undefined
    const writer = new BatchWriter()
    for (const { key, value, at } of records) writer.append({ key, value, headers: [], timestamp: at })
    const bytes = writer.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
    bytes.writeBigInt64BE(BigInt(from), 0)
    this.#fetched = from + records.length
    const place = { topic: commands.name, partition: 0, from, next: this.#fetched, end: this.#log.length, epoch: 0 }
    return { ...place, bytes: bytes.length, cursor: () => new RecordCursor(bytes, 0, []) }
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
