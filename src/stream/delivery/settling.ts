import type { Receipt } from '../../../schemas/receipt.generated.ts'
import type { Engine } from '../stage/engine.ts'
import { deadLetter, wordOf } from '../stage/dead-letter.ts'
import type { DeliveryTask } from './delivery-task.ts'
import { subjectOf, type Entry } from './entry.ts'

/** Ends commands: each leaves a receipt, and a dead letter where its destination will never take it. */
export class Settling {
  readonly #engine: Engine
  readonly #destination: string
  readonly #stage: string

  constructor(engine: Engine, destination: string) {
    this.#engine = engine
    this.#destination = destination
    this.#stage = `deliver.${destination}`
  }

  delivered(entry: Entry, destinationId: string | null, note: string | null): void {
    entry.attempts++
    this.#end(entry, this.#receipt(entry, 'delivered', note, destinationId))
  }

  /** `reason`: a machine word, a colon, and what is wrong, in the destination's words where it has any. */
  rejected(entry: Entry, reason: string): void {
    entry.attempts++
    this.#end(entry, this.#receipt(entry, 'rejected', reason, null), `rejected: ${reason}`)
  }

  /** It kept failing for too long; the failures are counted already. */
  givenUp(entry: Entry, reason: string): void {
    this.#end(entry, this.#receipt(entry, 'rejected', reason, null), reason)
  }

  /** A person has decided that it is not to be sent. */
  dropped(entry: Entry, by: string): void {
    this.#end(entry, this.#receipt(entry, 'rejected', `dropped_by_hand: ${by}`, null))
  }

  /** Nobody knows, and the destination is not called again: the command stays in the ledger until a person decides, those behind it go on. */
  inDoubt(entry: Entry, reason: string): void {
    entry.attempts++
    entry.reason = reason
    this.#leave(entry)
    entry.task.park(entry, 0, 'inDoubt')
    entry.task.stuck.set(entry.envelope.deliveryId, entry)
    entry.task.tell({ key: entry.record.key, receipt: this.#receipt(entry, 'inDoubt', reason, null) })
    this.#count('in_doubt')
  }

  /** A record that is no command: the letter is all that is left of it. */
  unreadable(task: DeliveryTask, record: Entry['record'], offset: number, reason: string): void {
    task.tell({ key: record.key, letter: this.#letter(task, record, offset, reason, 0) })
    this.#engine.metrics.deadLetters.inc({ stage: this.#stage, reason: wordOf(reason) })
  }

  #end(entry: Entry, receipt: Receipt, burial?: string): void {
    const { task, record, offset, attempts } = entry
    this.#leave(entry)
    entry.done = true
    task.unpark(entry)
    this.#count(receipt.outcome)
    if (burial === undefined) {
      task.tell({ key: record.key, receipt })
      return
    }
    task.tell({ key: record.key, receipt, letter: this.#letter(task, record, offset, burial, attempts) })
    this.#engine.metrics.deadLetters.inc({ stage: this.#stage, reason: wordOf(burial) })
  }

  #count(outcome: string): void {
    this.#engine.metrics.deliveries.inc({ destination: this.#destination, outcome })
  }

  /** Its subject goes on without it. */
  #leave(entry: Entry): void {
    const entries = subjectOf(entry)?.entries
    const at = entries?.indexOf(entry) ?? -1
    if (at >= 0) entries?.splice(at, 1)
  }

  #letter(task: DeliveryTask, record: Entry['record'], offset: number, reason: string, attempts: number) {
    const { topic, partition } = task
    const place = { record, topic, partition, offset, stage: this.#stage, by: this.#destination }
    return deadLetter({ ...place, reason, attempts }, this.#engine.clock.now())
  }

  #receipt(
    { envelope, attempts }: Entry,
    outcome: Receipt['outcome'],
    reason: string | null,
    destinationId: string | null,
  ): Receipt {
    const now = this.#engine.clock.now()
    const { deliveryId, eventId, subject, occurredAt } = envelope
    const latencyMs = now - occurredAt
    const who = { deliveryId, eventId, subject, destination: this.#destination }
    return { ...who, outcome, reason, destinationId, attempts, latencyMs, deliveredAt: now }
  }
}
