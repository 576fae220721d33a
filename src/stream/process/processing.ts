import {
  asError,
  frameBytes,
  longAt,
  partitionOf,
  Undecodable,
  type RecordCursor,
  type RecordReading,
} from '../../kafka/index.ts'
import { deadLetter, wordOf } from '../stage/dead-letter.ts'
import { decisionOf, DecisionLog } from './decision-log.ts'
import type { Envelope } from '../define.ts'
import { hashId } from '../state/event-ids.ts'
import { MisplacedCounts, sourceOf } from './misplaced.ts'
import { cameIn, movedRecord } from './moved.ts'
import type { Outbox } from '../stage/outbox.ts'
import { bytesOf, largestRecordBytes } from '../stage/record-size.ts'
import { eventIdAt, RecordPlans, sourceAt, subjectAt, type FieldFilter, type RecordPlan } from './record-plan.ts'
import { hashOf } from '../state/row-store.ts'
import { RowReader, type Scope } from './rows.ts'
import type { ProcessingParts } from './parts.ts'
import { Runner, type Cause } from './runner.ts'
import { sameBytes, setSlice } from './slice.ts'
import type { InputPlan } from './stage-plan.ts'
import type { TaskInput } from './task-input.ts'
import type { Task } from './task.ts'
import { withVersion } from '../state/versions.ts'

/**
 * Runs records through the processors, in the topology's order, and gathers what comes of them in the outbox and in the task. A record is first located in
 * its bytes, filtered and known or not; only what then concerns somebody is decoded, once, with the fields that anybody reads.
 */
export class Processing {
  readonly outbox: Outbox
  readonly decisions: DecisionLog
  readonly misplaced = new MisplacedCounts()
  readonly #parts: ProcessingParts
  readonly #runners: ReadonlyMap<string, Runner>
  readonly #scope: Scope
  readonly #plans: RecordPlans
  readonly #passed: Runner[] = []
  /** The cause under way: one object, overwritten from event to event. */
  readonly #cause: Cause
  /** The clock as of the slice that is being worked on, ms since 1970. */
  #now = 0
  /** A writer's schema that must be learned before the next record can be read. */
  unknownId: number | undefined

  constructor(parts: ProcessingParts, nobody: Task) {
    this.#parts = parts
    this.outbox = parts.outbox
    this.decisions = new DecisionLog(parts.codec, parts.plan.topology.decisions)
    const none = Buffer.alloc(0)
    this.#scope = { task: nobody, key: { bytes: none, start: 0, end: 0 }, keyHash: 0, time: 0 }
    const id = { bytes: none, start: 0, end: 0 }
    this.#cause = { scope: this.#scope, id, eventId: '', type: '', now: 0, cursor: undefined, place: undefined }
    const rows = new RowReader(parts.codec, parts.plan, parts.globals)
    this.#runners = new Map(
      parts.plan.topology.processors.map(processor => [
        processor.name,
        new Runner(processor, parts, rows.view(processor.lookups, this.#scope), this.decisions, this.#cause),
      ]),
    )
    this.#plans = new RecordPlans(parts.codec, this.#runners)
  }

  /**
   * Works on records of the input up to the timestamp `until` or a timer that is overdue, at most `most`. Stops, with `unknownId` set, before a record whose schema
   * is not known. Answers how many are done with.
   */
  run(task: Task, input: TaskInput, until: number, most: number, now: number): number {
    task.open()
    this.#now = now
    this.#scope.task = task
    let done = 0
    while (done < most && input.load()) {
      const { cursor } = input
      if (!cursor || input.timestamp > until || input.timestamp > task.timersTurn(now)) break
      if (!this.#record(task, input, cursor)) break
      input.consumed(cursor)
      done++
      // Timers of event time fire between the same two events whether these come one by one or, in a replay, at once.
      if (task.eventTimers.peekDue() <= task.streamTime) break
    }
    return done
  }

  /** Fires a timer of the task: its row is in the store at the address. */
  fire(
    task: Task,
    processor: string,
    name: string,
    key: Buffer,
    due: number,
    at: number,
    eventId: string,
    now: number,
  ) {
    const scope = this.#scope
    scope.task = task
    setSlice(scope.key, key, 0, key.length)
    scope.keyHash = hashOf(key, 0, key.length)
    scope.time = at
    const cause = this.#cause
    const id = Buffer.from(eventId)
    setSlice(cause.id, id, 0, id.length)
    cause.eventId = eventId
    cause.type = name
    cause.now = now
    cause.cursor = undefined
    cause.place = undefined
    this.#runners.get(processor)?.wake({ name, key: key.toString('utf8'), due, at, eventId })
  }

  /** False where its schema must be learned first. */
  #record(task: Task, input: TaskInput, cursor: RecordCursor): boolean {
    const { bytes, valueStart, valueEnd } = cursor
    const plan = input.plan.moved ? planBefore(task, input) : input.plan
    if (!plan) return this.#bad(input, cursor, 'no_origin: it does not say which input it was moved from')
    if (plan.table && valueEnd < valueStart) return this.#keepRow(task, input, cursor, 0)
    if (valueEnd < valueStart) return this.#bad(input, cursor, 'no_value: the record has no value')
    if (valueEnd - valueStart < frameBytes || bytes[valueStart] !== 0) return this.#bad(input, cursor, badFrame)
    const id = bytes.readInt32BE(valueStart + 1)
    const read = this.#plans.of(plan, id)
    if (!read) {
      this.unknownId = id
      return false
    }
    if (read instanceof Undecodable) return this.#bad(input, cursor, read.message)
    if (cursor.keyEnd < cursor.keyStart) return this.#bad(input, cursor, 'no_key: the subject must be the key')
    try {
      read.reading.locator.locate(bytes, valueStart + frameBytes, valueEnd)
    } catch (error) {
      return this.#bad(input, cursor, `bad_avro: ${asError(error).message}`)
    }
    if (plan.table) return this.#keepRow(task, input, cursor, rowTime(read.reading, cursor))
    return this.#event(task, input, plan, cursor, read)
  }

  /** `plan`: of the input that it came in by. */
  #event(task: Task, input: TaskInput, plan: InputPlan, cursor: RecordCursor, read: RecordPlan): boolean {
    const { reading, candidates } = read
    const { bytes, keyStart, keyEnd } = cursor
    const { internal } = plan
    const { starts, ends } = reading.locator
    const subject = starts[subjectAt] ?? -1
    const isKey = subject >= 0 && sameBytes(bytes, keyStart, keyEnd, bytes, subject, ends[subjectAt] ?? -1)
    if (!internal && !isKey) return this.#bad(input, cursor, 'wrong_key: the key is not the event’s subject')
    const isMisplaced = !internal && isElsewhere(plan, task, cursor)
    if (isMisplaced && !input.origin) this.misplaced.add(input.topic, sourceOf(cursor, reading))
    const passed = this.#passed
    let count = 0
    for (let n = 0; n < candidates.length; n++) {
      const candidate = candidates[n]
      if (candidate && allPass(candidate.filters, reading, bytes)) passed[count++] = candidate.runner
    }
    if (count === 0) return true
    if (isMisplaced) return this.#move(input, cursor)
    this.#enter(cursor, input, reading)
    let value: unknown
    try {
      value = reading.decode(bytes, cursor.valueStart + frameBytes, cursor.valueEnd)
    } catch (error) {
      return this.#bad(
        input,
        cursor,
        error instanceof Undecodable ? error.message : `bad_avro: ${asError(error).message}`,
      )
    }
    if (!isEnvelope(value)) return this.#bad(input, cursor, 'no_envelope: eventId, subject and occurredAt are needed')
    // Only now: the id of one that could not be read is free for the same event, sent again as it should be.
    const isNew = internal || !this.#parts.plan.topology.eventIds || this.#isNew(task, plan, reading)
    if (!isNew) return this.#duplicate(task, value)
    const { occurredAt } = value
    // An event of next year must not fire what is due until then.
    if (occurredAt > task.streamTime) task.streamTime = Math.max(task.streamTime, Math.min(occurredAt, this.#now))
    this.#scope.time = occurredAt
    this.#cause.eventId = value.eventId
    const event = { type: reading.type, value }
    for (let n = 0; n < count; n++) passed[n]?.run(event)
    return true
  }

  #enter(cursor: RecordCursor, input: TaskInput, { type, locator }: RecordReading): void {
    const { bytes, keyStart, keyEnd } = cursor
    const scope = this.#scope
    setSlice(scope.key, bytes, keyStart, keyEnd)
    scope.keyHash = hashOf(bytes, keyStart, keyEnd)
    const cause = this.#cause
    const id = locator.starts[eventIdAt] ?? -1
    setSlice(cause.id, bytes, id, id < 0 ? id : (locator.ends[eventIdAt] ?? id))
    cause.type = type
    cause.now = this.#now
    cause.cursor = cursor
    cause.place = input
  }

  /** Remembers the event's id; false where it was seen before. */
  #isNew(task: Task, plan: InputPlan, { locator: { starts, ends } }: RecordReading): boolean {
    const { bytes, start, end } = this.#cause.id
    if (start < 0) return true
    const source = starts[sourceAt] ?? -1
    const of = source < 0 ? 0 : hashOf(bytes, source, ends[sourceAt] ?? -1)
    // Ids are a source's own: the same of another source, topic or subject is another event.
    const hash = hashId(bytes, start, end, this.#scope.keyHash ^ plan.seed ^ of)
    return task.ids.add(hash.high, hash.low, this.#now)
  }

  #duplicate(task: Task, { occurredAt }: Envelope): true {
    this.decisions.add(duplicate, this.#cause.type, task.partition, this.#cause.id, this.#scope.key, occurredAt)
    return true
  }

  #keepRow(task: Task, input: TaskInput, cursor: RecordCursor, time: number): boolean {
    const { table } = input.plan
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = cursor
    if (!table || keyEnd < keyStart) return this.#bad(input, cursor, 'no_key: a row needs a key')
    if (isElsewhere(input.plan, task, cursor)) {
      this.misplaced.add(input.topic, sourceOf(cursor, undefined))
      return this.#bad(input, cursor, misplacedRow)
    }
    const store = task.touch(table.index)
    const hash = hashOf(bytes, keyStart, keyEnd)
    if (table.historyMs === undefined) {
      const value = valueEnd < valueStart ? null : bytes
      store.put(bytes, keyStart, keyEnd, hash, value, valueStart, valueEnd, this.#now)
      return true
    }
    const at = store.find(bytes, keyStart, keyEnd, hash)
    const known = at === 0 ? none : store.bytes.subarray(store.valueStart(at), store.valueEnd(at))
    const from = valueEnd < valueStart ? cursor.timestamp : time
    const row = withVersion(known, from, valueEnd < valueStart ? null : cursor.value, table.historyMs)
    store.put(bytes, keyStart, keyEnd, hash, row, 0, row?.length ?? 0, this.#now)
    return true
  }

  /** The event is sent to the partition of its key, once; always true: it is done with here. */
  #move(input: TaskInput, cursor: RecordCursor): true {
    const { moved } = this.#parts.plan.topology
    if (input.origin) return this.#bad(input, cursor, 'misplaced: it was moved, and not to the partition of its key')
    if (!moved) return this.#bad(input, cursor, 'misplaced: the partition is not the one of its key (murmur2)')
    const came = cameIn(input, undefined, cursor)
    if (bytesOf(came.record) > largestRecordBytes)
      return this.#bad(input, cursor, 'misplaced: the record is too large to be moved')
    const partition = partitionOf(cursor.bytes, moved.partitions, cursor.keyStart, cursor.keyEnd)
    this.outbox.putAt(moved, partition, movedRecord(came, this.#now))
    return true
  }

  /** The record goes to the dead letters; always true: it is done with. */
  #bad(input: TaskInput, cursor: RecordCursor, reason: string): true {
    const { deadLetters } = this.#parts.plan.topology
    const letter = deadLetter({ ...cameIn(input, input.origin, cursor), stage: 'process', reason }, this.#now)
    this.outbox.putAt(deadLetters, input.partition % deadLetters.partitions, letter)
    this.#parts.reports.deadLetter(wordOf(reason))
    return true
  }
}

const none = Buffer.alloc(0)

const duplicate = decisionOf('process', 'duplicate')
const misplacedRow =
  'misplaced: the partition is not the one of its key (murmur2); a key with rows in two partitions has two latest rows, so it is not moved but has to be written again'
const badFrame = 'bad_frame: the value does not begin with the Confluent frame (0x00 and a schema id)'

function allPass(filters: readonly FieldFilter[], reading: RecordReading, bytes: Buffer): boolean {
  for (let n = 0; n < filters.length; n++) if (!filters[n]?.passes(reading, bytes)) return false
  return true
}

/** Whether the record's key belongs to the partition of another task, as Java's clients choose it. */
function isElsewhere({ topic }: InputPlan, { partition }: Task, { bytes, keyStart, keyEnd }: RecordCursor): boolean {
  return partitionOf(bytes, topic.partitions, keyStart, keyEnd) !== partition
}

/** The input of the task that takes what came in where the moved record did; undefined where there is none, or it was not moved. */
const planBefore = ({ inputs }: Task, { origin }: TaskInput): InputPlan | undefined =>
  origin && inputs.find(({ topic, plan }) => topic === origin.topic && !plan.moved && !plan.table)?.plan

/** The time of a table's row: the only field that is located in one, or the record's timestamp. */
function rowTime({ locator }: RecordReading, { bytes, timestamp }: RecordCursor): number {
  const at = locator.starts[0] ?? -1
  return at < 0 ? timestamp : longAt(bytes, at)
}

function isEnvelope(value: unknown): value is Envelope {
  return (
    typeof value === 'object' &&
    value !== null &&
    'eventId' in value &&
    typeof value.eventId === 'string' &&
    'occurredAt' in value &&
    typeof value.occurredAt === 'number'
  )
}
