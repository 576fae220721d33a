import { setImmediate as yieldToLoop, setTimeout as sleep } from 'node:timers/promises'
import { nameOf, type Chunk, type Fetcher } from '../../kafka/index.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { GlobalTables } from './global-tables.ts'
import { Outbox } from '../stage/outbox.ts'
import { Processing } from './processing.ts'
import { learnId } from '../stage/reading.ts'
import { restoreTasks } from './restore-tasks.ts'
import { planOf, type StagePlan } from './stage-plan.ts'
import { TaskInput } from './task-input.ts'
import { Task } from './task.ts'
import { TaskLoop } from './task-loop.ts'
import type { ProcessTopology } from '../topology.ts'
import { closeUnit, type ClosedUnit } from './unit.ts'
import type { Assignment, Unit, Work } from '../stage/work.ts'

/** Where records come from. */
export type Source = Pick<Fetcher, 'poll' | 'done' | 'ends'>

type Cluster = Parameters<typeof restoreTasks>[0]['cluster']

/** A commit is due when it holds so much, or is so old while more keeps coming. */
const full = { records: 50_000, bytes: 12_000_000, ms: 100 }
/** While commits follow one another at once, what comes within so many ms is gathered into one. */
const gatherMs = 8
const idleMs = 500
const fetchBytes = 8_388_608

const lostPositions = ({ partition }: Task) =>
  `task ${partition} has state but the group has no positions: they were deleted, or expired while nothing ran. Beginning at the start would process again what is long done. Set the group's positions (kafka-consumer-groups --reset-offsets), or delete the state topics to begin anew`

/** The work of the process stage: records of all tasks through the processors in small slices, so that the commit under way gets its turns; all outputs in one unit. */
export class ProcessWork implements Work {
  readonly overlaps = true
  readonly waiting = undefined
  readonly #engine: Engine
  readonly #plan: StagePlan
  readonly #cluster: Cluster
  readonly #fetcher: Source
  readonly #globals: GlobalTables
  readonly #outbox: Outbox
  readonly #processing: Processing
  readonly #loop: TaskLoop
  #tasks = new Map<number, Task>()
  /** The closed units, oldest first: what happens when they are committed. */
  #closed: Pick<ClosedUnit, 'moved' | 'misplaced'>[] = []
  #records = 0
  /** When the first record since the last unit was processed, ms of a monotonic clock; undefined while there is none. */
  #since: number | undefined
  #closedAt = 0

  constructor(engine: Engine, topology: ProcessTopology, cluster: Cluster, fetcher: Source) {
    this.#engine = engine
    this.#cluster = cluster
    this.#fetcher = fetcher
    this.#plan = planOf(topology)
    this.#globals = new GlobalTables(engine, topology)
    this.#outbox = new Outbox(topic => onCluster(engine, topic))
    const { codec, metrics } = engine
    const parts = {
      codec,
      plan: this.#plan,
      globals: this.#globals.rows,
      outbox: this.#outbox,
      reports: {
        deadLetter: (reason: string) => metrics.deadLetters.inc({ stage: 'process', reason }),
      },
    }
    this.#processing = new Processing(parts, new Task(this.#plan, -1, [], 1))
    this.#loop = new TaskLoop(this.#plan, this.#processing, engine.clock, input => this.#lags(input))
  }

  async assign({ tasks, positions }: Assignment, lost: AbortSignal): Promise<void> {
    this.#outbox.take()
    this.#processing.decisions.clear()
    this.#processing.misplaced.take()
    this.#closed = []
    this.#records = 0
    this.#since = undefined
    this.#engine.codec.forgetUnknown()
    const held = new Map<number, Task>()
    const fresh: Task[] = []
    for (const partition of tasks) {
      const own = positions.filter(position => position.partition === partition)
      const known = this.#tasks.get(partition)
      if (known?.returnTo(own)) held.set(partition, known)
      else fresh.push(this.#newTask(partition))
    }
    this.#tasks = held
    await this.#globals.load(lost)
    const rows = await restoreTasks({
      engine: this.#engine,
      plan: this.#plan,
      cluster: this.#cluster,
      tasks: fresh,
      signal: lost,
    })
    this.#engine.metrics.restored.inc({ stage: 'process' }, rows)
    for (const task of fresh) {
      const own = positions.filter(position => position.partition === task.partition)
      if (!task.isEmpty && own.every(position => position.metadata === undefined)) throw new Error(lostPositions(task))
      task.begin(own)
      held.set(task.partition, task)
    }
  }

  #newTask(partition: number): Task {
    const inputs = this.#plan.inputs.map(
      plan => new TaskInput(plan, onCluster(this.#engine, plan.topic), partition, chunk => this.#fetcher.done(chunk)),
    )
    return new Task(this.#plan, partition, inputs, this.#engine.settings.dedupeHours * 3_600_000)
  }

  async step(lost: AbortSignal, committing: () => boolean): Promise<Unit | undefined> {
    await this.#tidy(committing)
    while (!lost.aborted) {
      this.#feed(await this.#fetcher.poll(0, fetchBytes, lost))
      await this.#globals.follow(lost)
      const done = this.#loop.slice(this.#tasks.values())
      this.#records += done
      const pending = this.#pending()
      if (pending) this.#since ??= performance.now()
      const { unknownId } = this.#processing
      if (unknownId !== undefined) {
        await learnId(this.#engine, unknownId, lost)
        this.#processing.unknownId = undefined
      } else if (this.#isFull()) return this.#close()
      else if (done > 0) await yieldToLoop()
      else if (pending && !committing() && this.#gathered()) return this.#close()
      else {
        await this.#arrival(pending, lost)
        if (!pending) return undefined
      }
    }
    return undefined
  }

  /** Stores that are mostly garbage are compacted between two commits: addresses must not change while something may have to be taken back. */
  async #tidy(committing: () => boolean): Promise<void> {
    const wasteful = [...this.#tasks.values()].filter(task => !task.isOpen && task.wasteful)
    if (wasteful.length === 0) return
    while (committing()) await sleep(1)
    for (const task of wasteful) if (task.quiet) task.tidy()
  }

  /** Waits for records, the end of a commit (the stage wakes the fetcher), or the next timer. */
  async #arrival(pending: boolean, lost: AbortSignal): Promise<void> {
    const rest = pending ? Math.max(1, this.#closedAt + gatherMs - performance.now()) : idleMs
    const wait = pending && rest <= 1 ? 20 : rest
    this.#feed(await this.#fetcher.poll(Math.min(wait, this.#loop.untilTimer(this.#tasks.values())), fetchBytes, lost))
  }

  #gathered(): boolean {
    return performance.now() - this.#closedAt >= gatherMs
  }
  #isFull(): boolean {
    if (this.#since === undefined) return false
    const { decisions } = this.#processing
    if (this.#records >= full.records || this.#outbox.bytes >= full.bytes || decisions.full) return true
    return performance.now() - this.#since >= full.ms
  }
  #pending(): boolean {
    for (const task of this.#tasks.values()) if (task.isOpen) return true
    return false
  }

  #feed(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      const task = this.#tasks.get(chunk.partition)
      const input = task?.inputs.find(({ topic }) => topic === chunk.topic)
      if (!task || !input) continue
      task.open()
      input.feed(chunk)
    }
  }

  /** Whether there are records of it that are not here. */
  #lags(input: TaskInput): boolean {
    const end = this.#fetcher.ends.get(nameOf(input))
    return end === undefined || end > input.position
  }

  #close(): Unit {
    const count = (processor: string, reason: string, events: number) =>
      this.#engine.metrics.decisions.inc({ processor, reason }, events)
    const now = this.#engine.clock.now()
    const closed = closeUnit(this.#plan, this.#tasks.values(), this.#processing, now, count)
    const { outputs, positions } = closed
    const records = this.#records
    this.#closed.push(closed)
    this.#records = 0
    this.#since = undefined
    this.#closedAt = performance.now()
    return { outputs, positions, records }
  }

  committed(): void {
    const closed = this.#closed.shift()
    for (const task of closed?.moved ?? []) task.settled()
    for (const { topic, source, records } of closed?.misplaced ?? [])
      this.#engine.metrics.misplaced.inc({ topic, source }, records)
  }

  end(): Promise<void> {
    return this.#globals.close()
  }

  oldest(partition: number): number | undefined {
    const oldest = Math.min(...(this.#tasks.get(partition)?.inputs.map(({ timestamp }) => timestamp) ?? []))
    return oldest === Infinity ? undefined : oldest
  }
}
