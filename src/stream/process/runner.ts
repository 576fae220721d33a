import type { RecordSchema } from '../../../schemas/record.ts'
import { asError, partitionOf, type RecordCursor, type RecordToWrite } from '../../kafka/index.ts'
import { deadLetter, wordOf } from '../stage/dead-letter.ts'
import { cameIn } from './moved.ts'
import { decisionOf, type DecisionLog } from './decision-log.ts'
import { verdicts } from '../declare/processor.ts'
import type { EventReference, DecodedEvent, Fired, Processor, Stream, Topic, Verdict } from '../define.ts'
import { largestValueBytes, tooLarge } from '../stage/outbox.ts'
import type { ProcessingParts } from './parts.ts'
import { hashOf } from '../state/row-store.ts'
import type { Scope } from './rows.ts'
import { wholeSlice, type Slice } from './slice.ts'
import type { StorePlan } from './stage-plan.ts'
import type { TaskInput } from './task-input.ts'
import { timerKey, timerRow } from '../state/timer-rows.ts'

/** What a processor is run for just now: an event, or a timer that fired, which has no record. One object per stage, overwritten. */
export interface Cause {
  readonly scope: Scope
  /** The event's id as bytes, and as text once the event is decoded. */
  readonly id: Slice
  eventId: string
  /** The event's schema, or the timer's name. */
  type: string
  /** The engine's clock, ms since 1970. */
  now: number
  cursor: RecordCursor | undefined
  place: TaskInput | undefined
}

/** W3C trace context: travels on from webhook to delivery. */
const tracing = new Set(['traceparent', 'tracestate'])

/** Runs one processor and carries out its verdicts: all of them, or, when one cannot be carried out, none. Then the event is its dead letter and no one else's trouble. */
export class Runner {
  readonly #processor: Processor
  readonly #parts: ProcessingParts
  readonly #rows: Readonly<Record<string, unknown>>
  readonly #decisions: DecisionLog
  readonly #cause: Cause
  readonly #outputs: ReadonlySet<Topic>
  readonly #reasons = new Map<string, string>()

  constructor(
    processor: Processor,
    parts: ProcessingParts,
    rows: Readonly<Record<string, unknown>>,
    decisions: DecisionLog,
    cause: Cause,
  ) {
    this.#processor = processor
    this.#parts = parts
    this.#rows = rows
    this.#decisions = decisions
    this.#cause = cause
    this.#outputs = new Set(processor.outputs)
  }

  run(event: DecodedEvent): void {
    try {
      this.#carryOut(this.#processor.process(event, this.#rows, verdicts))
    } catch (error) {
      this.#fail(`threw: ${asError(error).message}`)
    }
  }

  wake(fired: Fired): void {
    try {
      const answer = this.#processor.wake?.(fired, this.#rows, verdicts)
      if (answer) this.#carryOut(answer)
    } catch (error) {
      this.#fail(`threw: ${asError(error).message}`)
    }
  }

  #carryOut(answer: Verdict | readonly Verdict[]): void {
    if (!('kind' in answer)) this.#several(answer)
    else if (answer.kind !== 'forward' || answer.key !== undefined || this.#cause.cursor?.hasHeaders)
      this.#act(answer, this.#encoded(answer))
    else this.#forwardInPlace(answer.to, answer.schema, answer.value)
  }

  /** The common case, a single record under the event's key: nothing has to be taken back when it cannot be encoded. */
  #forwardInPlace(to: Stream, schema: RecordSchema, value: unknown): void {
    this.#checkOutput(to)
    const { codec, outbox } = this.#parts
    const { scope, now } = this.#cause
    const { key } = scope
    const partition = partitionOf(key.bytes, to.partitions, key.start, key.end)
    outbox.putEncoded(to, partition, key, codec.encoder(schema), value, now)
  }

  #several(answers: readonly Verdict[]): void {
    const encoded = answers.map(answer => this.#encoded(answer))
    answers.forEach((answer, at) => this.#act(answer, encoded[at] ?? null))
  }

  /** Everything that can fail, done; `#act` cannot. */
  #encoded(verdict: Verdict): Buffer | null {
    const { codec } = this.#parts
    switch (verdict.kind) {
      case 'forward':
        this.#checkOutput(verdict.to)
        return checkSize(codec.encode(verdict.schema, verdict.value))
      case 'put':
        this.#checkOutput(verdict.to)
        return verdict.row === null ? null : checkSize(codec.encode(verdict.schema, verdict.row))
      case 'keep':
        if (!this.#processor.keeps.includes(verdict.store))
          throw new TypeError(`${verdict.store.name} is not among the stores it keeps`)
        return verdict.value === null ? null : checkSize(codec.encode(verdict.store.schema, verdict.value))
      case 'setTimer':
        if (!this.#processor.timers?.includes(verdict.timer))
          throw new TypeError(`${verdict.timer.name} is not among its timers`)
        if (verdict.due !== null && !Number.isFinite(verdict.due))
          throw new TypeError(`timer ${verdict.timer.name} is set to ${verdict.due}, which is no time`)
        return null
      case 'drop':
        if (verdict.of && !Number.isSafeInteger(verdict.of.occurredAt))
          throw new TypeError(`${verdict.of.eventId} occurred at ${verdict.of.occurredAt}, which is no time`)
        return null
      case 'deadLetter':
        return null
    }
  }

  #act(verdict: Verdict, value: Buffer | null): void {
    switch (verdict.kind) {
      case 'forward':
        this.#forward(verdict.to, value, verdict.key)
        break
      case 'put':
        this.#forward(verdict.to, value, verdict.key)
        break
      case 'keep':
        this.#keep(this.#parts.plan.storeOf(verdict.store), value)
        break
      case 'setTimer':
        this.#set(verdict.timer.clock, verdict.timer.name, verdict.due)
        break
      case 'drop':
        this.#drop(verdict.reason, verdict.of)
        break
      case 'deadLetter':
        this.#fail(verdict.reason)
    }
  }

  #checkOutput(to: Topic): void {
    if (!this.#outputs.has(to)) throw new TypeError(`${to.name} is not among its outputs`)
  }

  #forward(to: Topic, value: Buffer | null, otherKey: string | undefined): void {
    const { scope, cursor, now } = this.#cause
    const key = otherKey === undefined ? this.#key() : Buffer.from(otherKey)
    const headers = cursor?.hasHeaders ? cursor.headers.filter(([name]) => tracing.has(name)) : []
    this.#parts.outbox.put(to, { key, value, headers, timestamp: now }, scope.task.partition)
  }

  #keep(plan: StorePlan | undefined, value: Buffer | null): void {
    if (!plan) return
    const { scope, now } = this.#cause
    const { task, key, keyHash } = scope
    task.touch(plan.index).put(key.bytes, key.start, key.end, keyHash, value, 0, value?.length ?? 0, now)
  }

  #set(clock: 'wall' | 'event', name: string, due: number | null): void {
    const { task } = this.#cause.scope
    const plan = clock === 'wall' ? this.#parts.plan.wallTimers : this.#parts.plan.eventTimers
    const key = timerKey(this.#processor.name, name, this.#key())
    const row = due === null ? null : timerRow(due, this.#cause.eventId)
    const hash = hashOf(key, 0, key.length)
    const store = task.touch(plan.index)
    if (row === null && store.find(key, 0, key.length, hash) === 0) return
    const address = store.put(key, 0, key.length, hash, row, 0, row?.length ?? 0, this.#cause.now)
    if (due !== null) (clock === 'wall' ? task.wallTimers : task.eventTimers).push(due, address)
  }

  #drop(reason: string, other: EventReference | undefined): void {
    const { scope, type } = this.#cause
    const id = other ? wholeSlice(Buffer.from(other.eventId)) : this.#cause.id
    let of = this.#reasons.get(reason)
    if (of === undefined) this.#reasons.set(reason, (of = decisionOf(this.#processor.name, reason)))
    this.#decisions.add(of, type, scope.task.partition, id, scope.key, other?.occurredAt ?? scope.time)
  }

  #fail(reason: string): void {
    const { scope, cursor, place, now } = this.#cause
    const { deadLetters } = this.#parts.plan.topology
    const { partition } = scope.task
    const from =
      cursor && place
        ? cameIn(place, place.origin, cursor)
        : { record: this.#timerRecord(), topic: '', partition, offset: -1 }
    const letter = deadLetter({ ...from, stage: 'process', by: this.#processor.name, reason }, now)
    this.#parts.outbox.putAt(deadLetters, partition % deadLetters.partitions, letter)
    this.#parts.reports.deadLetter(wordOf(reason))
  }

  /** A timer has no record: its name and the event that set it stand in its place. */
  #timerRecord(): RecordToWrite {
    const { type, eventId, now } = this.#cause
    return {
      key: this.#key(),
      value: Buffer.from(JSON.stringify({ timer: type, eventId })),
      headers: [],
      timestamp: now,
    }
  }

  #key(): Buffer {
    const { bytes, start, end } = this.#cause.scope.key
    return Buffer.from(bytes.subarray(start, end))
  }
}

function checkSize(value: Buffer): Buffer {
  if (value.length > largestValueBytes) throw tooLarge(value.length)
  return value
}
