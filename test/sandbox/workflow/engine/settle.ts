import { effectOn } from './act.ts'
import { enterStep } from './advance.ts'
import type { Engine } from './engine.ts'
import type { Task } from './entities.ts'

/** Lets happen what the clock has brought since: locks that ran out, and due dates with an escalation. */
export function settle(engine: Engine, nowMs: number): void {
  engine.jobs.settle(nowMs)
  for (let task = engine.tasks.timed.first; task && (task.dueMs ?? Infinity) <= nowMs; task = engine.tasks.timed.first)
    escalate(engine, task)
}

function escalate(engine: Engine, task: Task): void {
  const { step, process, dueMs } = task
  engine.tasks.timed.remove(task)
  if (step?.type !== 'user' || !step.onDue || !process || dueMs === null) return
  const { to, cancels } = step.onDue
  if (cancels) {
    task.deleteReason = 'boundary timer'
    engine.tasks.end(task, dueMs)
  }
  engine.tell(effectOn(engine, 'escalated', task, { to, cancels }))
  enterStep(engine, process, to, dueMs)
}
