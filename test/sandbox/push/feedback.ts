import { randomUUID } from 'node:crypto'
import { shuffle, WebhookSender } from '../http/webhook-sender.ts'
import type { Frame } from '../frame/sandbox.ts'
import { showDeliveryEvents, type Job, type Noted } from './jobs.ts'
import type { Settings } from './settings.ts'

/** Something that happened to a delivery and is to be told. */
interface Told {
  readonly job: Job
  readonly clientId: string
  readonly event: Noted
}

/** The webhook to whoever pushes: what became of deliveries, in batches, and events of operations that a test gives. */
export class Feedback {
  readonly sender: WebhookSender
  readonly #frame: Frame<Settings>
  #pending: Told[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(frame: Frame<Settings>) {
    this.#frame = frame
    this.sender = new WebhookSender(
      () => frame.settings().webhook,
      () => frame.clock.now(),
    )
  }

  /** Tells it when its time has come; nothing is told, or kept, where there is no webhook. */
  tell(told: readonly Told[]): void {
    if (this.#frame.settings().webhook === null) return
    for (const one of told) this.#pending.push(one)
    this.#later()
  }

  /** Sends items as they are given, in batches. */
  emit(items: readonly unknown[]): number {
    const { webhook } = this.#frame.settings()
    const batch = webhook?.batch ?? 100
    const given = webhook?.shuffled === true ? shuffle(items, () => this.sender.chance()) : items
    for (let from = 0; from < given.length; from += batch) this.#send(given.slice(from, from + batch))
    return Math.ceil(given.length / batch)
  }

  report() {
    return { pending: this.#pending.length, ...this.sender.report() }
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pending = []
    this.sender.clear()
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#tellDue()
    }, this.#frame.settings().feedbackEveryMs).unref()
  }

  #tellDue(): void {
    const now = this.#frame.clock.now()
    const due = this.#pending.filter(({ event }) => event.atMs <= now)
    this.#pending = this.#pending.filter(({ event }) => event.atMs > now)
    const { webhook } = this.#frame.settings()
    const ordered = webhook?.shuffled === true ? shuffle(due, () => this.sender.chance()) : due
    const batch = webhook?.batch ?? 100
    for (let from = 0; from < ordered.length; from += batch) this.#send(statusesOf(ordered.slice(from, from + batch)))
    if (this.#pending.length > 0) this.#later()
  }

  #send(items: readonly unknown[]): void {
    this.sender.send({ id: `msg_${randomUUID()}`, contentType: 'application/json', body: JSON.stringify(items) })
  }
}

/** What is told, as statuses of the jobs: neighbours of one job together. */
function statusesOf(told: readonly Told[]): unknown[] {
  const groups: { job: Job; events: Told[] }[] = []
  for (const one of told) {
    const last = groups.at(-1)
    if (last?.job === one.job) last.events.push(one)
    else groups.push({ job: one.job, events: [one] })
  }
  return groups.map(({ job, events }) => showDeliveryEvents(job, events))
}
