import type { Clock } from '../../clock.ts'
import type { DueHeap } from '../state/due-heap.ts'
import type { Processing } from './processing.ts'
import type { StagePlan, StorePlan } from './stage-plan.ts'
import type { TaskInput } from './task-input.ts'
import { atOnce, type Task } from './task.ts'
import { dueOf, firedId, setterOf, timerOf } from '../state/timer-rows.ts'

/** A slice ends after so long, so that the network gets its turn. */
const sliceMs = 4
const recordsAtOnce = 512
const timersAtOnce = 256
const expiriesAtOnce = 1_000
const tidyEveryMs = 1_000
/** A timer that waits for records which have not arrived is looked at again after so long. */
const heldMs = 20

/**
 * Gives each task its turn: rows that have expired, then timers of the wall clock and records in one order of time: a timer fires when every record of the task's
 * inputs up to its time is done with, so that after an outage what would have cancelled it in time still does. One that is due 'at once' waits for nothing.
 */
export class TaskLoop {
  readonly #plan: StagePlan
  readonly #processing: Processing
  readonly #clock: Clock
  readonly #lags: (input: TaskInput) => boolean
  readonly #expiring: readonly StorePlan[]
  #tidied = 0

  /** `lags`: whether an input has records that have not arrived. */
  constructor(plan: StagePlan, processing: Processing, clock: Clock, lags: (input: TaskInput) => boolean) {
    this.#plan = plan
    this.#processing = processing
    this.#clock = clock
    this.#lags = lags
    this.#expiring = plan.stores.filter(store => store.expireAfterMs !== undefined)
  }

  /** Works for some milliseconds at most. Answers how many records, timers and expired rows are done with; 0 when there is nothing to do. */
  slice(tasks: Iterable<Task>): number {
    const now = this.#clock.now()
    const until = performance.now() + sliceMs
    const list = [...tasks]
    let done = this.#expire(list, now)
    // At least one turn: where the machine sleeps through the slice, 0 must still mean that there is nothing to do.
    for (let turn = 1; turn > 0 && this.#processing.unknownId === undefined;) {
      turn = 0
      for (const task of list) turn += this.#fire(task, now) || this.#records(task, now)
      done += turn
      if (performance.now() >= until) break
    }
    return done
  }

  /** Ms until the next timer of the wall clock is due. */
  untilTimer(tasks: Iterable<Task>): number {
    const now = this.#clock.now()
    let wait = Infinity
    for (const task of tasks) {
      const due = task.wallTimers.peekDue()
      if (due - now >= wait) continue
      const held = due <= now && due > atOnce && due >= this.#readUpTo(task)
      wait = held ? Math.min(wait, heldMs) : due - now
    }
    return Math.max(1, wait)
  }

  /** When the next row expires, ms since 1970; Infinity where none will. */
  nextExpiry(tasks: Iterable<Task>): number {
    let next = Infinity
    for (const task of tasks)
      for (const { index, expireAfterMs = 0 } of this.#expiring) {
        const rows = task.stores[index]
        const oldest = rows?.oldestBefore(Infinity) ?? 0
        if (rows && oldest !== 0) next = Math.min(next, rows.writtenAt(oldest) + expireAfterMs + 1)
      }
    return Math.max(next, this.#tidied + tidyEveryMs)
  }

  #records(task: Task, now: number): number {
    const { inputs } = task
    const [only] = inputs
    if (inputs.length === 1 && only)
      return only.load() ? this.#processing.run(task, only, Infinity, recordsAtOnce, now) : 0
    let first: TaskInput | undefined
    let earliest = Infinity
    let second = Infinity
    for (const input of inputs) {
      if (!input.load()) {
        // What has not arrived may be older than what has: a join must not run ahead of its table.
        if (this.#lags(input)) return 0
        continue
      }
      const { timestamp } = input
      if (timestamp < earliest) {
        second = earliest
        earliest = timestamp
        first = input
      } else if (timestamp < second) second = timestamp
    }
    return first ? this.#processing.run(task, first, second, recordsAtOnce, now) : 0
  }

  /** Every record of the task with a timestamp before this one is done with, as far as is known; -Infinity where nothing is. */
  #readUpTo({ inputs }: Task): number {
    let upTo = Infinity
    for (const input of inputs) {
      if (input.load()) upTo = Math.min(upTo, input.timestamp)
      else if (this.#lags(input)) return -Infinity
    }
    return upTo
  }

  #fire(task: Task, now: number): number {
    const { wallTimers, eventTimers } = this.#plan
    const { streamTime } = task
    const before = task.wallTimers.peekDue() <= now ? this.#readUpTo(task) : Infinity
    return (
      this.#fireFrom(task, task.wallTimers, wallTimers, now, before, now) +
      this.#fireFrom(task, task.eventTimers, eventTimers, streamTime, Infinity, now)
    )
  }

  /** Fires what is due at `at` and earlier than `before`. An entry of the heap counts only if the timer's row is still the one it was pushed for: set anew or cancelled, it is passed over. */
  #fireFrom(task: Task, heap: DueHeap, plan: StorePlan, at: number, before: number, now: number): number {
    let fired = 0
    while (fired < timersAtOnce) {
      const due = heap.peekDue()
      if (due > at || (due >= before && due > atOnce)) break
      const address = heap.popAddress()
      const rows = task.stores[plan.index]
      if (!rows?.isCurrent(address) || dueOf(rows.bytes, rows.valueStart(address)) !== due) continue
      const row = Buffer.from(rows.bytes.subarray(rows.keyStart(address), rows.keyEnd(address)))
      const setBy = setterOf(rows.bytes, rows.valueStart(address), rows.valueEnd(address))
      task.touch(plan.index).delete(address, now)
      const { processor, name, key } = timerOf(row)
      this.#processing.fire(task, processor, name, key, due, at, firedId(setBy, processor, name, due), now)
      fired++
    }
    return fired
  }

  #expire(tasks: readonly Task[], now: number): number {
    if (now - this.#tidied < tidyEveryMs) return 0
    let expired = 0
    for (const task of tasks) {
      task.ids.expire(now)
      for (const plan of this.#expiring) expired += expireRows(task, plan, now)
    }
    if (expired === 0) this.#tidied = now
    return expired
  }
}

function expireRows(task: Task, plan: StorePlan, now: number): number {
  const rows = task.stores[plan.index]
  if (!rows || plan.expireAfterMs === undefined) return 0
  let expired = 0
  for (; expired < expiriesAtOnce; expired++) {
    const address = rows.oldestBefore(now - plan.expireAfterMs)
    if (address === 0) break
    task.touch(plan.index).delete(address, now)
  }
  return expired
}
