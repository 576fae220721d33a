import type { Receipt } from '../../../schemas/receipt.generated.ts'
import type { Position, RecordToWrite } from '../../kafka/index.ts'
import type { Entry, Subject } from './entry.ts'
import { commandKey, type Row } from './ledger.ts'
import { decodePassed, encodePassed, mostSpan } from './passed-offsets.ts'

/** What became of a record: a receipt where it was a command, a dead letter where it ends there. */
export interface Result {
  readonly key: Buffer | null
  readonly receipt?: Receipt
  readonly letter?: RecordToWrite
}

/** What a task has done since its last unit. Rows by key; null deletes. */
interface Changes {
  readonly rows: Map<string, Row | null>
  readonly results: Result[]
}

const noChanges = (): Changes => ({ rows: new Map(), results: [] })

const isPassed = ({ done, row }: Entry): boolean => done || row !== 'none'

/** One partition of the commands: what of it is not done with, and what of that is not committed. */
export class DeliveryTask {
  readonly topic: string
  readonly partition: number
  readonly subjects = new Map<string, Subject>()
  /** Commands that a person must decide on, by delivery id. */
  readonly stuck = new Map<string, Entry>()
  /** Everything before this offset has been taken in. */
  end: number
  /** The task is another process's now: what is still under way for it is nobody's here. */
  dropped = false
  /** Commands that have a row of their own. */
  stored = 0
  #order: Entry[] = []
  #head = 0
  #open = noChanges()
  #closed: { readonly changes: Changes; readonly mark: string } | undefined
  #mark: string | undefined
  #position: number
  /** No command behind this offset is done with or kept in the ledger: what is committed again and again need not look further. */
  #reach = -1
  /** Offsets from the position on that are not to be taken in. */
  readonly #skip: Set<number>

  /** `position`: where the group has committed it. */
  constructor({ topic, partition, offset, metadata }: Position) {
    this.topic = topic
    this.partition = partition
    this.end = offset
    this.#position = offset
    this.#mark = metadata
    this.#skip = decodePassed(offset, metadata?.split('|')[1] ?? '')
  }

  /** Commands that were taken in and keep the position back, or lie behind one that does. */
  get pending(): number {
    return this.#order.length - this.#head
  }

  /** The oldest of them. */
  get first(): Entry | undefined {
    return this.#order[this.#head]
  }

  add(entry: Entry): void {
    this.#order.push(entry)
  }

  /** The record at the offset was none that could be delivered: that has been told. */
  skip(offset: number): void {
    this.#skip.add(offset)
  }

  put(key: string, row: Row | null): void {
    this.#open.rows.set(key, row)
  }

  /** The ledger keeps the command: the position may pass it. */
  park(entry: Entry, dueAt: number, phase: 'parked' | 'inDoubt' = 'parked'): void {
    this.#reach = Math.max(this.#reach, entry.offset)
    if (entry.row !== 'command') this.stored++
    entry.row = 'command'
    this.put(commandKey(entry), { phase, entries: [entry], dueAt })
  }

  /** A row of the command's own is not needed any more: it is done with, or a call's row holds it. */
  unpark(entry: Entry): void {
    this.#reach = Math.max(this.#reach, entry.offset)
    if (entry.row === 'command') {
      this.put(commandKey(entry), null)
      this.stored--
    }
    entry.row = 'none'
  }

  tell(result: Result): void {
    this.#open.results.push(result)
  }

  /** Whether there is something to commit. */
  get isOpen(): boolean {
    return this.#open.rows.size > 0 || this.#open.results.length > 0 || this.position() !== this.#position
  }

  /** Where whoever comes after us reads on: the first command that is neither done with nor kept in the ledger. */
  position(): number {
    const order = this.#order
    for (let entry = order[this.#head]; entry && isPassed(entry); entry = order[this.#head]) this.#head++
    if (this.#head === order.length || this.#head > 4_096) {
      order.splice(0, this.#head)
      this.#head = 0
    }
    return order[this.#head]?.offset ?? this.end
  }

  /** Whether the record at the offset is to be taken in: not where that was done before, by us or by whoever had the task. */
  wants(offset: number): boolean {
    return offset >= this.end && !this.#skip.has(offset)
  }

  /** What is to be committed under `mark`, and the position that moves with it: beside the offset it says which later ones are not to be read again. */
  close(mark: string): { readonly changes: Changes; readonly position: Position } {
    this.#storeStragglers()
    const offset = this.position()
    for (const skipped of this.#skip) if (skipped < offset) this.#skip.delete(skipped)
    const passed = encodePassed(offset, [...this.#passed(), ...this.#skip])
    const metadata = passed === '' ? mark : `${mark}|${passed}`
    const closed = { changes: this.#open, mark: metadata }
    this.#closed = closed
    this.#open = noChanges()
    this.#position = offset
    return { changes: closed.changes, position: { topic: this.topic, partition: this.partition, offset, metadata } }
  }

  /** Offsets of commands behind the position that are done with or kept in the ledger. */
  #passed(): number[] {
    const passed: number[] = []
    for (let at = this.#head; at < this.#order.length; at++) {
      const entry = this.#order[at]
      if (!entry || entry.offset > this.#reach) break
      if (isPassed(entry)) passed.push(entry.offset)
    }
    return passed
  }

  /** Commands that hold the position back too far are kept in the ledger. */
  #storeStragglers(): void {
    let last = this.#reach
    for (const skipped of this.#skip) last = Math.max(last, skipped)
    for (let at = this.#head; at < this.#order.length; at++) {
      const entry = this.#order[at]
      if (!entry || last - entry.offset < mostSpan) return
      if (!isPassed(entry)) this.park(entry, 0)
    }
  }

  /** The last unit is committed. */
  settled(): void {
    this.#mark = this.#closed?.mark ?? this.#mark
    this.#closed = undefined
  }

  /**
   * The task comes back to this process with the position that the group has. True where memory stands where the group does: then what was not committed is written again with
   * the next unit. False where somebody else has worked on it since.
   */
  returnTo({ metadata }: Position): boolean {
    const closed = this.#closed
    if (closed && metadata === closed.mark) this.settled()
    else if (metadata !== this.#mark) return false
    else if (closed) this.#reopen(closed.changes)
    return true
  }

  #reopen({ rows, results }: Changes): void {
    this.#closed = undefined
    this.#position = -1
    this.#open = { rows: new Map([...rows, ...this.#open.rows]), results: [...results, ...this.#open.results] }
  }
}
