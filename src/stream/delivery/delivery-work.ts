import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Receipt } from '../../../schemas/receipt.generated.ts'
import { DeliveryLedgerRow } from '../../../schemas/delivery-ledger-row.generated.ts'
import type { Fetcher } from '../../kafka/index.ts'
import type { Sink, SinkClient, Stream, Table } from '../define.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { Outbox } from '../stage/outbox.ts'
import type { Assignment, Unit, Work } from '../stage/work.ts'
import { Breakers } from './breaker.ts'
import { Calls } from './calls.ts'
import type { Controls } from './controls.ts'
import { DeliveryTask } from './delivery-task.ts'
import { Doubts } from './doubts.ts'
import { Intake } from './intake.ts'
import { ledgerRow } from './ledger.ts'
import { Line } from './line.ts'
import { RateLimiter } from './rate-limiter.ts'
import { refill, type RefillParts } from './refill.ts'
import type { LedgerRows } from './restore-ledger.ts'
import { Results } from './results.ts'
import { Settling } from './settling.ts'
import { StandingReport } from './standing-report.ts'

/** While calls are under way, what comes back within so many ms is committed together. */
const gatherMs = 5
const idleMs = 500
const fetchBytes = 8_388_608

export interface DeliverySettings {
  readonly engine: Engine
  readonly sink: Sink
  readonly client: SinkClient
  readonly receipts: Stream
  readonly deadLetters: Stream
  readonly control: Table
  readonly fetcher: Pick<Fetcher, 'poll' | 'done' | 'wake'>
  readonly controls: Pick<Controls, 'orders' | 'load' | 'follow' | 'close'>
  /** The ledger of these partitions, as it is now. */
  readonly restore: (partitions: readonly number[], lost: AbortSignal) => Promise<LedgerRows>
}

/**
 * The work of a deliver stage: commands in, calls out, receipts back. A call whose effect could be doubled begins only when the ledger knows of it; its receipts ride in one transaction
 * with the intents of the calls that follow. Each subject's commands stay in order; subjects pass one another.
 */
export class DeliveryWork implements Work {
  readonly overlaps = true
  readonly #settings: DeliverySettings
  readonly #outbox: Outbox
  readonly #line = new Line()
  readonly #limiter: RateLimiter
  readonly #breakers = new Breakers()
  readonly #doubts = new Doubts()
  readonly #results: Results
  readonly #calls: Calls
  readonly #intake: Intake
  readonly #report: StandingReport
  readonly #parts: RefillParts
  /** Names this process's units in the positions' metadata. */
  readonly #process = randomUUID()
  #units = 0
  #tasks = new Map<number, DeliveryTask>()
  #closed: readonly DeliveryTask[] | undefined
  #closedAt = 0
  /** Orders that were followed: their rows are deleted with the next unit. */
  readonly #followed = new Set<string>()
  #lease: () => boolean = () => false

  constructor(settings: DeliverySettings) {
    this.#settings = settings
    const { engine, sink, client, fetcher } = settings
    const destination = sink.name
    this.#outbox = new Outbox(topic => onCluster(engine, topic))
    this.#limiter = new RateLimiter(client.limits)
    const settling = new Settling(engine, destination)
    const shared = { engine, client, destination, line: this.#line, limiter: this.#limiter, breakers: this.#breakers }
    this.#results = new Results({ ...shared, doubts: this.#doubts, settling })
    const wake = () => fetcher.wake()
    this.#calls = new Calls({ ...shared, doubts: this.#doubts, settling, results: this.#results, wake })
    this.#intake = new Intake(engine, this.#line, settling, client, chunk => fetcher.done(chunk))
    this.#parts = { engine, client, line: this.#line, doubts: this.#doubts, settling, intake: this.#intake }
    this.#report = new StandingReport(engine, destination, this.#breakers, this.#limiter, this.#doubts)
  }

  get waiting(): string | undefined {
    return this.#report.waiting(this.#settings.controls.orders)
  }

  oldest(partition: number): number | undefined {
    return this.#tasks.get(partition)?.first?.record.timestamp
  }

  async assign({ tasks, positions, lease }: Assignment, lost: AbortSignal): Promise<void> {
    const { engine, sink, controls, restore } = this.#settings
    this.#outbox.take()
    this.#intake.forget()
    engine.codec.forgetUnknown()
    this.#lease = lease
    this.#closed = undefined
    const fresh = positions.filter(position => !this.#keeps(position.partition, position))
    for (const [partition, task] of this.#tasks)
      if (!tasks.includes(partition) || fresh.some(position => position.partition === partition)) this.#drop(task)
    this.#line.forget()
    this.#doubts.tidy()
    this.#calls.closed(false)
    this.#calls.giveUp('dropped')
    this.#limiter.share = tasks.length / sink.commands.partitions
    await controls.load(lost)
    const rows = await restore(
      fresh.map(({ partition }) => partition),
      lost,
    )
    for (const position of fresh) {
      const task = new DeliveryTask(position)
      this.#tasks.set(position.partition, task)
      refill(task, rows.get(position.partition) ?? new Map(), this.#parts)
    }
  }

  #keeps(partition: number, position: Assignment['positions'][number]): boolean {
    return this.#tasks.get(partition)?.returnTo(position) ?? false
  }

  #drop(task: DeliveryTask): void {
    task.dropped = true
    this.#tasks.delete(task.partition)
  }

  async step(lost: AbortSignal, committing: () => boolean): Promise<Unit | undefined> {
    const { engine, fetcher, controls } = this.#settings
    const { clock } = engine
    const begun = clock.now()
    this.#intake.feed(await fetcher.poll(0, fetchBytes, lost))
    while (!lost.aborted) {
      await this.#intake.take(this.#tasks, lost)
      await controls.follow(lost)
      this.#followOrders()
      const next = this.#advance()
      this.#report.say(controls.orders)
      const isOpen = this.#isOpen()
      if (isOpen && !committing() && this.#gathered()) return this.#close()
      if (!isOpen && this.#calls.open === 0 && clock.now() - begun > idleMs) return undefined
      const rest = isOpen && !committing() ? this.#closedAt + gatherMs - clock.now() : idleMs
      this.#intake.feed(await fetcher.poll(Math.max(1, Math.min(rest, next, idleMs)), fetchBytes, lost))
    }
    return undefined
  }

  /** Lets go what may go. Answers how long until more may, ms. */
  #advance(): number {
    const { engine, controls } = this.#settings
    const now = engine.clock.now()
    this.#line.wake(now)
    if (controls.orders.hold || !this.#lease()) return idleMs
    const opens = this.#calls.decide(now)
    const turn = this.#calls.make(now)
    const due = Math.min(this.#line.nextDue, this.#doubts.nextAfter(now)) - now
    return Math.min(opens, turn, due, this.#breakers.untilProbe(now))
  }

  #followOrders(): void {
    for (const [key, { deliveryId, as, by }] of this.#settings.controls.orders.resolutions) {
      if (this.#followed.has(key)) continue
      const task = [...this.#tasks.values()].find(({ stuck }) => stuck.has(deliveryId))
      if (this.#results.resolve(task, deliveryId, as, by)) this.#followed.add(key)
    }
  }

  #isOpen(): boolean {
    for (const task of this.#tasks.values()) if (task.isOpen) return true
    return false
  }

  #gathered(): boolean {
    return this.#calls.made === 0 || Math.abs(this.#settings.engine.clock.now() - this.#closedAt) >= gatherMs
  }

  #close(): Unit {
    const { engine, sink, receipts, deadLetters, control } = this.#settings
    const now = engine.clock.now()
    const outbox = this.#outbox
    const mark = `${this.#process}.${++this.#units}`
    const closed = [...this.#tasks.values()].filter(task => task.isOpen)
    let records = 0
    const positions = closed.map(task => {
      const { changes, position } = task.close(mark)
      for (const [key, row] of changes.rows) {
        const value = row && engine.codec.encode(DeliveryLedgerRow, ledgerRow(row))
        outbox.putAt(sink.ledger, task.partition, { key: Buffer.from(key), value, headers: [], timestamp: now })
      }
      for (const { key, receipt, letter } of changes.results) {
        const value = receipt && engine.codec.encode(Receipt, receipt)
        if (value) outbox.put(receipts, { key, value, headers: [], timestamp: now }, task.partition)
        if (letter) outbox.putAt(deadLetters, task.partition % deadLetters.partitions, letter)
      }
      records += changes.results.length
      return position
    })
    for (const key of this.#followed)
      outbox.putAt(control, 0, { key: Buffer.from(key), value: null, headers: [], timestamp: now })
    this.#calls.closing()
    this.#closed = closed
    this.#closedAt = now
    return { outputs: outbox.take(), positions, records }
  }

  committed(): void {
    for (const task of this.#closed ?? []) task.settled()
    this.#closed = undefined
    this.#calls.closed(true)
    for (const key of this.#followed) this.#settings.controls.orders.resolutions.delete(key)
    this.#followed.clear()
  }

  /** Takes up nothing more, waits up to `graceMs` for calls that are under way, and answers with what they have brought. */
  async finish(graceMs: number): Promise<Unit | undefined> {
    const end = performance.now() + graceMs
    this.#calls.giveUp('all')
    while (this.#calls.made > 0 && performance.now() < end) await sleep(10)
    return this.#isOpen() ? this.#close() : undefined
  }

  observe(): void {
    this.#report.observe(this.#tasks.values(), this.#settings.controls.orders)
  }

  async end(): Promise<void> {
    this.#calls.cut()
    await Promise.all([this.#settings.client.close(), this.#settings.controls.close()])
  }
}
