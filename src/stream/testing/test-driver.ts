import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { partitionOf, RecordBatches, type Headers } from '../../kafka/index.ts'
import type { EventOf } from '../declare/processor.ts'
import type { Lookup, Stream, Table } from '../define.ts'
import { plain } from './plain.ts'
import type { Misplaced } from '../process/misplaced.ts'
import { planOf, type StagePlan } from '../process/stage-plan.ts'
import { TestOutputs, type DecidedOn, type Letter, type TestRecord } from './test-outputs.ts'
import { TestProcess, type SetTimer } from './test-process.ts'
import { TestSchemas } from './test-schemas.ts'
import { TestTopics } from './test-topics.ts'
import { processProblemsOf, type ProcessTopology } from '../topology.ts'

export interface DriverOptions {
  /** Where the clock begins, ms since 1970. */
  readonly now?: number
  /** How long an event's id is remembered; as the setting SIGNALBOX_DEDUPE_HOURS. */
  readonly dedupeHours?: number
}

/** How a record is sent. */
export interface SendOptions {
  /** The value's subject where not given; null for none. */
  readonly key?: string | null
  readonly headers?: Headers
  /** The partition that it is written into; its key's where not given, as Java's clients choose it. */
  readonly partition?: number
  /** The record's timestamp, ms since 1970; the clock where not given. Event time is the value's own `occurredAt`. */
  readonly at?: number
}

/** So many commits in a row, each caused by the last, mean that processors feed each other for ever. */
const mostCommits = 1_000

/**
 * Runs the process stage of a topology, the very value that runs in production, without a broker: records are real bytes, go through the real tasks, and what
 * comes of them is committed to topics in memory. The clock stands still until it is moved. Nothing is asynchronous: when a call returns, all that it caused
 * has happened and is committed, also what processors pass on to each other through topics.
 */
export class TestDriver {
  readonly #topology: ProcessTopology
  readonly #plan: StagePlan
  readonly #schemas: TestSchemas
  readonly #topics = new TestTopics()
  readonly #outputs: TestOutputs
  readonly #windowMs: number
  #process: TestProcess
  #now: number
  #held = false
  #gathering = false

  /** Throws with everything that is wrong with the topology. */
  constructor(topology: ProcessTopology, { now = Date.UTC(2026, 0, 1), dedupeHours = 72 }: DriverOptions = {}) {
    const problems = processProblemsOf(topology)
    if (problems.length > 0) throw new Error(`the topology cannot run:\n  ${problems.join('\n  ')}`)
    this.#topology = topology
    this.#plan = planOf(topology)
    this.#schemas = new TestSchemas(topology)
    this.#outputs = new TestOutputs(this.#topics, this.#schemas.engine)
    this.#windowMs = dedupeHours * 3_600_000
    this.#now = now
    this.#process = this.#started()
  }

  /** The clock, ms since 1970. */
  get now(): number {
    return this.#now
  }

  /** An event, and all that comes of it. The schema may be an older or newer one than the topology has, of the same name. */
  send<S extends RecordSchema>(to: Stream, schema: S, value: RecordOf<S>, options: SendOptions = {}): void {
    this.sendBytes(to, this.#schemas.encode(schema, value), { key: subjectOf(value), ...options })
  }

  /** A value as a source encodes it: to be spoilt, and sent by `sendBytes`. */
  encode<S extends RecordSchema>(schema: S, value: RecordOf<S>): Buffer {
    return this.#schemas.encode(schema, value)
  }

  /** A record whose value is what a source should not have sent; null for none. */
  sendBytes(to: Stream | Table, value: Buffer | null, options: SendOptions): void {
    const { key = null, headers = [], at = this.#now } = options
    const bytes = key === null ? null : Buffer.from(key)
    const partition = options.partition ?? (bytes ? partitionOf(bytes, to.partitions) : 0)
    this.#topics.append(new RecordBatches(to.name, partition).append({ key: bytes, value, headers, timestamp: at }))
    this.#settle()
  }

  /** The key's row in a table's topic, global or not; null deletes it. */
  put<S extends RecordSchema>(to: Table, schema: S, key: string, value: RecordOf<S> | null, at = this.#now): void {
    this.sendBytes(to, value === null ? null : this.#schemas.encode(schema, value), { key, at })
  }

  /**
   * Everything that is sent inside arrives at once: the engine chooses the order, by timestamp, as after a pause. Where the clock moves on inside, the engine does
   * not see it before the end: an outage; with `restart` inside, a process that was down.
   */
  together(send: () => void): void {
    this.#gathering = true
    try {
      send()
    } finally {
      this.#gathering = false
    }
    this.#settle()
  }

  /** Moves the clock on by so many ms. It stops wherever a timer is due or a row expires on the way, and lets that happen at its time. */
  advance(ms: number): void {
    const until = this.#now + ms
    if (this.#gathering) this.#now = until
    while (!this.#gathering) {
      const next = Math.max(this.#now, this.#process.nextTime())
      this.#now = Math.min(next, until)
      this.#settle()
      if (next >= until) return
    }
  }

  /** What processors wrote to a stream since the last call, decoded, partition by partition. Only what is committed. */
  outputs<S extends RecordSchema>(stream: Stream<S>): TestRecord<EventOf<S>>[]
  outputs(stream: Stream): TestRecord<{ readonly type: string; readonly value: unknown }>[] {
    return this.#outputs.records(stream)
  }

  /** The rows that were put into a table since the last call, partition by partition, also by the test itself; null for one that was deleted. */
  puts<S extends RecordSchema>(table: Table<S>): { readonly key: string | null; readonly row: RecordOf<S> | null }[]
  puts(table: Table): { readonly key: string | null; readonly row: unknown }[] {
    return this.#outputs.rows(table)
  }

  /** What was decided since the last call, event by event. */
  decisions(): DecidedOn[] {
    return this.#outputs.decisions(this.#topology.decisions)
  }

  /** The dead letters since the last call. */
  deadLetters(): Letter[] {
    return this.#outputs.letters(this.#topology.deadLetters)
  }

  /** How many records lay on a partition that their key does not belong to, since the last call or restart, by topic and source. */
  misplaced(): Misplaced[] {
    return this.#process.misplaced()
  }

  /** The row of a key as of now, also what is not committed yet; undefined where there is none. */
  row<L extends Lookup>(lookup: L, key: string): RecordOf<L['schema']> | undefined
  row(lookup: Lookup, key: string): unknown {
    return plain(this.#process.row(lookup, key))
  }

  /** The timers that are set, in the order in which they are due. */
  timers(): SetTimer[] {
    return this.#process.timers()
  }

  /** From here on nothing is committed until `commit`: a transaction that stays open. */
  hold(): void {
    this.#held = true
  }

  /** Commits what is open, and from here on everything at once again. */
  commit(): void {
    this.#held = false
    this.#settle()
  }

  /** What is not committed is taken back, as after a transaction that failed. Its records are read again at the next call that sends, commits or moves the clock. */
  crash(): void {
    this.#process.rollBack()
    this.#held = false
  }

  /** The process is gone, with all it did not commit, and a new one begins with what lies in the topics. What it has to read again it reads at once. */
  restart(): void {
    this.#held = false
    this.#process = this.#started()
    this.#settle()
  }

  #started(): TestProcess {
    const clock = { now: () => this.#now }
    return new TestProcess(this.#topics, this.#plan, this.#schemas.engine, clock, this.#windowMs)
  }

  #settle(): void {
    if (this.#gathering) return
    for (let commits = 0; commits < mostCommits; commits++) {
      this.#process.work()
      if (this.#held || !this.#process.commit()) return
    }
    throw new Error('there is no end: what processors write to each other never runs out')
  }
}

const subjectOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'subject' in value && typeof value.subject === 'string'
    ? value.subject
    : null
