import type { Call } from '../frame/call.ts'
import type { Injector } from '../frame/injector.ts'
import { claim, complete } from './engine/act.ts'
import type { Engine } from './engine/engine.ts'
import { conflict } from './engine/refusal.ts'
import { claimedByAnother } from './faults/claimed-by-another.ts'
import { completedByAnother } from './faults/completed-by-another.ts'
import { updatedAtOnce } from './faults/updated-at-once.ts'

/** What another does to a task at the moment of a call, where a fault asks for it. */
export function raceFor(faults: Injector, call: Call, taskId: string, nowMs: number): (engine: Engine) => void {
  return engine => {
    if (faults.take(updatedAtOnce, call))
      throw conflict(`Task with id '${taskId}' was updated by another transaction concurrently`)
    const task = engine.tasks.find(taskId)
    if (!task || task.endMs !== null) return
    const completed = faults.take(completedByAnother, call)
    const other = { comment: null, variables: [], author: 'somebody-else' }
    if (completed) {
      complete(engine, task, { outcome: completed.outcome, ...other }, nowMs)
      return
    }
    const claimed = faults.take(claimedByAnother, call)
    if (claimed && task.assignee === null) claim(engine, task, claimed.assignee, nowMs)
  }
}
