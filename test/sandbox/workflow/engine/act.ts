import { endProcess, enterStep, writeVariables } from './advance.ts'
import { subjectOf } from './engine.ts'
import type { Effect, Engine } from './engine.ts'
import type { Process, Task } from './entities.ts'
import { badRequest, conflict, Refusal } from './refusal.ts'
import { plainVariables } from './variables.ts'
import type { Variable } from './variables.ts'

export interface Completion {
  readonly outcome: string | null
  readonly comment: { readonly message: string; readonly type: string } | null
  readonly variables: readonly Variable[]
  readonly author: string | null
}

/** Claiming again for the same user does nothing; claiming for nobody gives the task back. */
export function claim(engine: Engine, task: Task, assignee: string | null, nowMs: number): void {
  if (assignee === null) {
    task.claimMs = null
    engine.tasks.change(task, { assignee })
    engine.tell(effectOn(engine, 'unclaimed', task, {}))
    return
  }
  if (task.assignee === assignee) return
  if (task.assignee !== null) throw conflict(`Task '${task.id}' is already claimed by someone else.`)
  task.claimMs = nowMs
  engine.tasks.change(task, { assignee })
  engine.tell(effectOn(engine, 'claimed', task, { assignee }))
}

/** Hands the task to another for an opinion; it comes back to its owner by `resolve`. */
export function delegate(engine: Engine, task: Task, assignee: string | null): void {
  if (assignee === null) throw badRequest('An assignee is required when delegating a task.')
  task.owner ??= task.assignee
  task.delegationState = 'pending'
  engine.tasks.change(task, { assignee })
  engine.tell(effectOn(engine, 'delegated', task, { assignee }))
}

export function resolve(engine: Engine, task: Task, variables: readonly Variable[]): void {
  task.delegationState = 'resolved'
  writeVariables(task, variables)
  engine.tasks.change(task, { assignee: task.owner })
  engine.tell(effectOn(engine, 'resolved', task, { assignee: task.owner }))
}

/** Ends the task, sets the outcome's variable, and moves the process on. */
export function complete(engine: Engine, task: Task, completion: Completion, nowMs: number): void {
  if (task.delegationState === 'pending')
    throw new Refusal(500, 'A delegated task cannot be completed, but should be resolved instead.')
  const { outcome, comment, variables, author } = completion
  const to = nextStep(task, outcome)
  const name = engine.settings().outcomeVariable
  const outcomes = outcome === null ? [] : [{ name, type: 'string', value: outcome }]
  writeVariables(task, [...variables, ...outcomes])
  if (comment) task.comments.push({ id: `comment-${++engine.numbers.comment}`, author, atMs: nowMs, ...comment })
  task.outcome = outcome
  engine.tasks.end(task, nowMs)
  const detail = { outcome, comment: comment?.message ?? null, variables: plainVariables(variables) }
  engine.tell(effectOn(engine, 'task-completed', task, detail))
  if (task.process) enterStep(engine, task.process, to, nowMs)
}

/** Ends the task without an outcome; its process stays where it is. */
export function deleteTask(engine: Engine, task: Task, reason: string, nowMs: number): void {
  task.deleteReason = reason
  engine.tasks.end(task, nowMs)
  engine.tell(effectOn(engine, 'task-deleted', task, { reason }))
}

/** Ends a process with everything of it that is open. */
export function deleteProcess(engine: Engine, process: Process, reason: string, nowMs: number): void {
  for (const task of engine.tasks.openOf(process.id)) deleteTask(engine, task, reason, nowMs)
  for (const job of engine.jobs.all) if (job.process === process) engine.jobs.remove(job)
  process.deleteReason = reason
  endProcess(engine, process, nowMs)
}

/** As if it had never been, its tasks too. */
export function forgetProcess(engine: Engine, id: string): void {
  const process = engine.processes.get(id)
  if (!process) return
  for (const task of engine.tasks.all.entries.filter(one => one.process === process)) engine.tasks.forget(task)
  engine.started.remove(process)
  engine.processes.delete(id)
}

export function effectOn(engine: Engine, kind: string, task: Task, detail: Record<string, unknown>): Effect {
  const { process, id } = task
  const subject = process ? subjectOf(process) : id
  return { kind, subject, id, tenant: engine.tenant, process: process?.id ?? null, ...detail }
}

function nextStep({ step }: Task, outcome: string | null): string {
  if (step?.type !== 'user') return 'end'
  const known = Object.keys(step.outcomes)
  if (outcome === null && (step.next !== undefined || known.length === 0)) return step.next ?? 'end'
  const to = outcome === null ? undefined : step.outcomes[outcome]
  if (to !== undefined) return to
  if (known.length === 0) return step.next ?? 'end'
  throw badRequest(`Invalid outcome '${outcome ?? ''}': possible outcomes are ${known.join(', ')}.`)
}
