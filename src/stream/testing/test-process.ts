import type { Clock } from '../../clock.ts'
import { partitionOf, type AvroCodec, type Chunk } from '../../kafka/index.ts'
import type { Lookup } from '../define.ts'
import { GlobalRows } from '../process/global-tables.ts'
import { MisplacedCounts, type Misplaced } from '../process/misplaced.ts'
import { loadIds, loadRows } from '../process/load-tasks.ts'
import { Outbox } from '../stage/outbox.ts'
import { Processing } from '../process/processing.ts'
import { hashOf } from '../state/row-store.ts'
import { RowReader } from '../process/rows.ts'
import type { StagePlan } from '../process/stage-plan.ts'
import { Task } from '../process/task.ts'
import { TaskInput } from '../process/task-input.ts'
import { TaskLoop } from '../process/task-loop.ts'
import type { TestTopics } from './test-topics.ts'
import { dueOf, timerOf } from '../state/timer-rows.ts'
import { globalTablesOf } from '../topology.ts'
import { closeUnit } from '../process/unit.ts'

/** A timer that is set. */
export interface SetTimer {
  readonly processor: string
  readonly name: string
  readonly key: string
  readonly due: number
  readonly clock: 'wall' | 'event'
}

/** So many slices without an end mean that something feeds itself. */
const mostSlices = 500
const nobody = -1

/** What of the process stage lives in a process and dies with it: all its tasks, as the stage would hold them, over topics in memory. */
export class TestProcess {
  readonly #topics: TestTopics
  readonly #plan: StagePlan
  readonly #codec: AvroCodec
  readonly #clock: Clock
  readonly #globals = new GlobalRows()
  /** How far each partition of a global table was read. */
  readonly #followed = new Map<string, number>()
  readonly #processing: Processing
  readonly #loop: TaskLoop
  readonly #tasks: readonly Task[]
  readonly #reader: RowReader
  /** Per input how far its log was handed to the task. */
  readonly #fed = new Map<TaskInput, number>()
  readonly #misplaced = new MisplacedCounts()

  /** Restores all tasks from the topics. */
  constructor(topics: TestTopics, plan: StagePlan, codec: AvroCodec, clock: Clock, windowMs: number) {
    this.#topics = topics
    this.#plan = plan
    this.#codec = codec
    this.#clock = clock
    const outbox = new Outbox(({ name }) => name)
    const reports = { deadLetter: () => undefined }
    const parts = { codec, plan, globals: this.#globals, outbox, reports }
    this.#processing = new Processing(parts, new Task(plan, nobody, [], 1))
    this.#loop = new TaskLoop(plan, this.#processing, clock, () => false)
    this.#reader = new RowReader(codec, plan, this.#globals)
    this.#tasks = Array.from({ length: plan.topology.changelog.partitions }, (_, partition) =>
      this.#restored(partition, windowMs),
    )
  }

  #restored(partition: number, windowMs: number): Task {
    const inputs = this.#plan.inputs.map(input => new TaskInput(input, input.topic.name, partition, () => undefined))
    const task = new Task(this.#plan, partition, inputs, windowMs)
    const { changelog, eventIds } = this.#plan.topology
    for (const chunk of this.#topics.read({ topic: changelog.name, partition }, 0))
      loadRows(this.#plan, this.#codec, task, chunk, new Set())
    task.tidy()
    if (eventIds) for (const chunk of this.#topics.read({ topic: eventIds.name, partition }, 0)) loadIds(task, chunk)
    task.begin(this.#positions(inputs))
    return task
  }

  /** Works on everything that has arrived and on every timer that is due. Nothing of it is committed. */
  work(): void {
    this.#follow()
    this.#feed()
    for (let slices = 0; this.#loop.slice(this.#tasks) > 0; slices++)
      if (slices > mostSlices)
        throw new Error('there is no end: something that is done at this time causes itself anew')
  }

  /** Commits what was done since the last call; false where that is nothing. */
  commit(): boolean {
    const { moved, outputs, positions, misplaced } = closeUnit(
      this.#plan,
      this.#tasks,
      this.#processing,
      this.#clock.now(),
      () => undefined,
    )
    for (const output of outputs) this.#topics.append(output)
    this.#topics.commit(positions)
    for (const { topic, source, records } of misplaced) this.#misplaced.add(topic, source, records)
    for (const task of moved) {
      task.settled()
      if (task.quiet) task.tidy()
    }
    return moved.length > 0
  }

  /** Takes back what was not committed, as after a transaction that failed: records since then will be read again. */
  rollBack(): void {
    this.#processing.outbox.take()
    this.#processing.decisions.clear()
    this.#processing.misplaced.take()
    for (const task of this.#tasks)
      if (!task.returnTo(this.#positions(task.inputs))) throw new Error(`task ${task.partition} cannot be taken back`)
    this.#fed.clear()
  }

  /** What was counted as misplaced, in commits since the last call. */
  misplaced(): Misplaced[] {
    return this.#misplaced.take()
  }

  /** When the next wall timer is due or the next row expires, ms since 1970; Infinity where nothing is waited for. */
  nextTime(): number {
    const timers = this.#tasks.map(task => task.wallTimers.peekDue())
    return Math.min(...timers, this.#loop.nextExpiry(this.#tasks))
  }

  /** The row of a key, of a table with history the newest version; undefined where there is none. */
  row(lookup: Lookup, key: string): unknown {
    if (lookup.kind === 'global') return this.#globals.row(lookup.topic, key)
    const bytes = Buffer.from(key)
    const task = this.#tasks[partitionOf(bytes, this.#tasks.length)]
    if (!task) return undefined
    const place = { key: { bytes, start: 0, end: bytes.length }, keyHash: hashOf(bytes, 0, bytes.length) }
    return this.#reader.view({ row: lookup }, { task, ...place, time: Infinity })['row']
  }

  /** Timers that are set, in the order in which they are due. */
  timers(): SetTimer[] {
    const { wallTimers, eventTimers } = this.#plan
    const set: SetTimer[] = []
    for (const task of this.#tasks)
      for (const clock of ['wall', 'event'] as const) {
        const rows = task.stores[(clock === 'wall' ? wallTimers : eventTimers).index]
        rows?.forEach(address => {
          const row = Buffer.from(rows.bytes.subarray(rows.keyStart(address), rows.keyEnd(address)))
          const { processor, name, key } = timerOf(row)
          set.push({
            processor,
            name,
            key: key.toString('utf8'),
            due: dueOf(rows.bytes, rows.valueStart(address)),
            clock,
          })
        })
      }
    return set.sort((a, b) => a.due - b.due)
  }

  #positions(inputs: readonly TaskInput[]) {
    return inputs.map(({ topic, partition }) => this.#topics.position({ topic, partition }))
  }

  #feed(): void {
    for (const task of this.#tasks)
      for (const input of task.inputs) {
        const { topic, partition } = input
        const chunks: Chunk[] = this.#topics.read({ topic, partition }, this.#fed.get(input) ?? input.position)
        for (const chunk of chunks) {
          task.open()
          input.feed(chunk)
          this.#fed.set(input, chunk.next)
        }
      }
  }

  #follow(): void {
    for (const { topic } of globalTablesOf(this.#plan.topology))
      for (let partition = 0; partition < topic.partitions; partition++) {
        const name = `${topic.name}-${partition}`
        for (const chunk of this.#topics.read({ topic: topic.name, partition }, this.#followed.get(name) ?? 0)) {
          const cursor = chunk.cursor()
          while (cursor.next()) this.#globals.take(topic, cursor, this.#codec)
          this.#followed.set(name, chunk.next)
        }
      }
  }
}
