import { nameOf, type Position } from '../../kafka/index.ts'
import { DecodedRows } from '../state/decoded-rows.ts'
import { DueHeap } from '../state/due-heap.ts'
import { EventIds } from '../state/event-ids.ts'
import { RowStore } from '../state/row-store.ts'
import type { StagePlan } from './stage-plan.ts'
import type { TaskInput } from './task-input.ts'
import { dueOf } from '../state/timer-rows.ts'

/** What a task has done since a commit, and all that is needed to take it back or to write it down. */
export interface Changes {
  /** Per store that was touched, where its log stood before. */
  readonly marks: Map<number, number>
  readonly ids: number
  readonly before: Progress
  after: Progress
}

/** How far a task is: what is committed with its positions, and tells whether somebody else went on since. */
interface Progress {
  /** Commits of the task so far, whoever made them. */
  readonly commits: number
  /** The latest event time it has seen, ms since 1970. */
  readonly streamTime: number
  readonly positions: readonly Position[]
}

/** A timer of the wall clock that is due no later than this fires whatever records wait. */
export const atOnce = 0

/** Task p: partition p of all inputs, and the slice of state that belongs to it. Changes hold at once in memory, and for good once they are committed. */
export class Task {
  readonly partition: number
  readonly inputs: readonly TaskInput[]
  readonly stores: readonly RowStore[]
  /** Decoded rows, per store. */
  readonly decoded: readonly DecodedRows[]
  readonly ids: EventIds
  readonly wallTimers = new DueHeap()
  readonly eventTimers = new DueHeap()
  streamTime = 0
  readonly #plan: StagePlan
  #commits = 0
  #open: Changes | undefined
  /** Closed and not yet settled, oldest first; one, unless a commit fails. */
  #closed: Changes[] = []

  constructor(plan: StagePlan, partition: number, inputs: readonly TaskInput[], windowMs: number) {
    this.#plan = plan
    this.partition = partition
    this.inputs = inputs
    this.stores = plan.stores.map(() => new RowStore())
    this.decoded = plan.stores.map(() => new DecodedRows())
    this.ids = new EventIds(windowMs)
  }

  /** Up to when its records have their turn before the earliest timer of the wall clock that is due has its own; Infinity where none is, or one 'at once'. */
  timersTurn(now: number): number {
    const due = this.wallTimers.peekDue()
    return due <= now && due > atOnce ? due : Infinity
  }

  /** Must be called before a commit's first change. */
  open(): Changes {
    if (this.#open) return this.#open
    const now = this.#progress()
    return (this.#open = { marks: new Map(), ids: this.ids.mark, before: now, after: now })
  }

  /** Must be called before a store is changed. */
  touch(index: number): RowStore {
    const store = this.stores[index]
    if (!store) throw new RangeError(`task ${this.partition} has no store ${index}`)
    const { marks } = this.open()
    if (!marks.has(index)) marks.set(index, store.mark)
    return store
  }

  /** What was changed since the last call, to be committed; undefined where nothing was. */
  close(): Changes | undefined {
    const changes = this.#open
    if (!changes) return undefined
    this.#commits++
    changes.after = this.#progress()
    this.#closed.push(changes)
    this.#open = undefined
    return changes
  }

  /** The oldest closed changes are committed. */
  settled(): void {
    this.#closed.shift()
    this.ids.settle(this.#closed[0]?.ids ?? this.#open?.ids ?? this.ids.mark)
  }

  /** Whether it remembers nothing. */
  get isEmpty(): boolean {
    return this.ids.size === 0 && this.stores.every(store => store.size === 0)
  }

  /** Whether anything was done since the last `close`. */
  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** True while no change may have to be taken back: addresses may change now. */
  get quiet(): boolean {
    return this.#open === undefined && this.#closed.length === 0
  }

  /**
   * Takes back what was not committed, so that memory is what the committed positions stand for. False where it cannot be: somebody else went on with the
   * task, or the positions were set by hand. Then the task must be restored.
   */
  returnTo(committed: readonly Position[]): boolean {
    const states = [...this.#closed, ...(this.#open ? [this.#open] : [])]
    const kept = states.findIndex(({ before }) => sameProgress(before, committed))
    if (kept < 0) {
      const last = states.at(-1)?.after ?? this.#progress()
      if (this.#open || !sameProgress(last, committed)) return false
    } else for (const changes of states.slice(kept).reverse()) this.#takeBack(changes)
    this.#open = undefined
    this.#closed = []
    this.ids.settle(this.ids.mark)
    for (const input of this.inputs) input.seek(positionIn(committed, input))
    return true
  }

  /** Begins where the committed positions say, with what was restored. */
  begin(committed: readonly Position[]): void {
    const { commits, streamTime } = progressIn(committed)
    this.#commits = commits
    this.streamTime = streamTime
    for (const input of this.inputs) input.seek(positionIn(committed, input))
    this.#remind()
  }

  /** Compacts the stores that hold more garbage than rows. Only while `quiet`. */
  tidy(): void {
    this.stores.forEach((store, index) => {
      if (!store.wasteful) return
      store.compact()
      this.decoded[index]?.clear()
      if (index === this.#plan.wallTimers.index || index === this.#plan.eventTimers.index) this.#remind()
    })
  }

  get wasteful(): boolean {
    return this.stores.some(store => store.wasteful)
  }

  #progress(): Progress {
    const note = `${this.#commits}:${this.streamTime}`
    const positions = this.inputs.map(({ topic, partition, position }) => ({
      topic,
      partition,
      offset: position,
      metadata: note,
    }))
    return { commits: this.#commits, streamTime: this.streamTime, positions }
  }

  #takeBack({ marks, ids, before }: Changes): void {
    for (const [index, mark] of marks) {
      this.stores[index]?.rollback(mark)
      this.decoded[index]?.clear()
    }
    this.ids.rollback(ids)
    this.#commits = before.commits
    this.streamTime = before.streamTime
    for (const input of this.inputs) input.seek(positionIn(before.positions, input))
    if (marks.has(this.#plan.wallTimers.index) || marks.has(this.#plan.eventTimers.index)) this.#remind()
  }

  /** Fills the heaps from the timers' rows. */
  #remind(): void {
    const fill = (heap: DueHeap, rows: RowStore | undefined) => {
      heap.clear()
      rows?.forEach(address => heap.push(dueOf(rows.bytes, rows.valueStart(address)), address))
    }
    fill(this.wallTimers, this.stores[this.#plan.wallTimers.index])
    fill(this.eventTimers, this.stores[this.#plan.eventTimers.index])
  }
}

function positionIn(positions: readonly Position[], { topic, partition }: TaskInput): number {
  const found = positions.find(position => position.topic === topic && position.partition === partition)
  if (!found) throw new RangeError(`no position of ${nameOf({ topic, partition })}`)
  return found.offset
}

/** What was committed with the positions; nothing where they were set by somebody who knows nothing of it. */
function progressIn(positions: readonly Position[]): Pick<Progress, 'commits' | 'streamTime'> {
  const notes = positions.map(({ metadata = '' }) => /^(\d+):(\d+)$/.exec(metadata))
  return {
    commits: Math.max(0, ...notes.map(note => Number(note?.[1] ?? 0))),
    streamTime: Math.max(0, ...notes.map(note => Number(note?.[2] ?? 0))),
  }
}

function sameProgress(progress: Progress, committed: readonly Position[]): boolean {
  return (
    progressIn(committed).commits === progress.commits &&
    progress.positions.every(({ topic, partition, offset }) =>
      committed.some(
        position => position.topic === topic && position.partition === partition && position.offset === offset,
      ),
    )
  )
}
