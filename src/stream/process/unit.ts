import type { Output, Position } from '../../kafka/index.ts'
import { writeChanges } from './changelog.ts'
import type { Misplaced } from './misplaced.ts'
import type { Processing } from './processing.ts'
import type { StagePlan } from './stage-plan.ts'
import type { Task } from './task.ts'

/** Everything that tasks have done since their last unit: what a commit writes, and the positions it moves. */
export interface ClosedUnit {
  /** To be told `settled` when it is committed. */
  readonly moved: readonly Task[]
  readonly outputs: readonly Output[]
  readonly positions: readonly Position[]
  /** To be counted when it is committed. */
  readonly misplaced: readonly Misplaced[]
}

/** Closes what the tasks have open: their changes and the decisions join the outputs. `count` is told of decisions. */
export function closeUnit(
  plan: StagePlan,
  tasks: Iterable<Task>,
  { outbox, decisions, misplaced }: Processing,
  now: number,
  count: (processor: string, reason: string, events: number) => void,
): ClosedUnit {
  const moved = [...tasks].filter(task => task.isOpen)
  const positions: Position[] = []
  for (const task of moved) {
    const changes = task.close()
    if (!changes) continue
    writeChanges(plan, task, changes, outbox, now)
    positions.push(...changes.after.positions)
  }
  decisions.flush(outbox, now, count)
  return { moved, outputs: outbox.take(), positions, misplaced: misplaced.take() }
}
