import type { Output, Position } from '../../kafka/index.ts'

/** What one transaction shall move. */
export interface Unit {
  readonly outputs: readonly Output[]
  readonly positions: readonly Position[]
  /** Input records that are done with. */
  readonly records: number
}

/** The tasks of one generation and where each of their input partitions is read on. */
export interface Assignment {
  readonly tasks: readonly number[]
  readonly positions: readonly Position[]
  /** Whether this process is surely still the one that holds the tasks: asked before whatever no transaction can take back. */
  readonly lease: () => boolean
}

/** What a stage does with the records of its tasks. The stage owns membership, fetching and transactions; the work owns everything in between. */
export interface Work {
  /** What outside Kafka it is waiting for; undefined where it is not. Shown to operators; not a reason to send requests elsewhere. */
  readonly waiting: string | undefined
  /** Whether the next step may begin while the unit of the last is being committed. */
  readonly overlaps: boolean
  /** Begins anew with these tasks: what was not committed by `assignment.positions` no longer counts. Rejects when `lost` aborts. */
  assign(assignment: Assignment, lost: AbortSignal): Promise<void>
  /**
   * Works until there is a unit to commit, which may be right away; undefined when there was nothing to do for a while. `committing` tells whether the unit
   * of an earlier step is still being committed: more can then be gathered meanwhile. Stops early when `lost` aborts.
   */
  step(lost: AbortSignal, committing: () => boolean): Promise<Unit | undefined>
  /** The oldest unit that was not yet told of is committed. */
  committed(): void
  /** When the oldest record that a task has here, and has not processed, was written, ms since 1970; undefined where none is here. */
  oldest(task: number): number | undefined
  /** The assignment ends, or the process: begins nothing more and answers, within `graceMs` or little more, with what else can be committed. */
  finish?(graceMs: number): Promise<Unit | undefined>
  /** Sets the gauges of its own: called when metrics are read. */
  observe?(): void
  /** Lets go of everything outside: the stage has ended. */
  end?(): Promise<void>
}
