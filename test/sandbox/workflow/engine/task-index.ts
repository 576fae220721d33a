import type { Task } from './entities.ts'
import { TimeOrdered } from './time-ordered.ts'

const byCreation = (): TimeOrdered<Task> => new TimeOrdered(task => task.createMs)

/** Every task there is or was, with the orders that lists are read in. */
export class TaskIndex {
  readonly #byId = new Map<string, Task>()
  readonly #byAssignee = new Map<string, TimeOrdered<Task>>()
  readonly #byProcess = new Map<string, Set<Task>>()
  readonly open = byCreation()
  readonly all = byCreation()
  readonly ended = new TimeOrdered<Task>(task => task.endMs ?? 0)
  /** Those whose due date is a timer of their process. */
  readonly timed = new TimeOrdered<Task>(task => task.dueMs ?? 0)

  add(task: Task): void {
    this.#byId.set(task.id, task)
    this.all.add(task)
    this.open.add(task)
    this.#enter(task)
    if (task.process) this.#tasksOf(task.process.id).add(task)
  }

  find(id: string): Task | undefined {
    return this.#byId.get(id)
  }

  /** The open ones of an assignee. */
  of(assignee: string): TimeOrdered<Task> {
    let tasks = this.#byAssignee.get(assignee)
    if (!tasks) this.#byAssignee.set(assignee, (tasks = byCreation()))
    return tasks
  }

  openOf(processId: string): readonly Task[] {
    return [...(this.#byProcess.get(processId) ?? [])]
  }

  /** Changes what the orders rest on. */
  change(task: Task, change: { readonly assignee?: string | null; readonly dueMs?: number | null }): void {
    this.#leave(task)
    if (change.assignee !== undefined) task.assignee = change.assignee
    if (change.dueMs !== undefined) task.dueMs = change.dueMs
    this.#enter(task)
  }

  end(task: Task, endMs: number): void {
    this.#leave(task)
    this.open.remove(task)
    if (task.process) this.#tasksOf(task.process.id).delete(task)
    task.endMs = endMs
    this.ended.add(task)
  }

  /** As if it had never been. */
  forget(task: Task): void {
    if (task.endMs === null) this.end(task, 0)
    this.ended.remove(task)
    this.all.remove(task)
    this.#byId.delete(task.id)
  }

  #tasksOf(processId: string): Set<Task> {
    let tasks = this.#byProcess.get(processId)
    if (!tasks) this.#byProcess.set(processId, (tasks = new Set()))
    return tasks
  }

  #enter(task: Task): void {
    if (task.assignee !== null) this.of(task.assignee).add(task)
    if (isTimed(task)) this.timed.add(task)
  }

  #leave(task: Task): void {
    if (task.assignee !== null) this.of(task.assignee).remove(task)
    if (isTimed(task)) this.timed.remove(task)
  }
}

function isTimed({ dueMs, step }: Task): boolean {
  return dueMs !== null && step?.type === 'user' && step.onDue !== undefined
}
