import type { Step } from '../settings.ts'
import { subjectOf } from './engine.ts'
import type { Engine } from './engine.ts'
import type { Process, Task } from './entities.ts'
import { setVariables } from './variables.ts'
import type { Variable } from './variables.ts'

/** What a task is made with, over what its step says. */
export type TaskChanges = Partial<
  Pick<
    Task,
    | 'id'
    | 'name'
    | 'description'
    | 'assignee'
    | 'owner'
    | 'category'
    | 'priority'
    | 'dueMs'
    | 'formKey'
    | 'assignments'
    | 'variables'
  >
>

type NewProcess = Pick<Process, 'definition' | 'name' | 'businessKey' | 'startMs' | 'startUserId' | 'variables'> & {
  readonly id: string | null
}

/** Starts a process and goes into its first step. */
export function startProcess(engine: Engine, given: NewProcess, firstTask: TaskChanges = {}): Process {
  const seq = ++engine.numbers.process
  const id = given.id ?? `process-${seq}`
  const fresh = { activityId: null, suspended: false, deleteReason: null, endMs: null, comments: [] }
  const process: Process = { ...given, seq, id, ...fresh }
  engine.processes.set(id, process)
  engine.running.add(process)
  engine.started.add(process)
  const [first] = process.definition.steps
  if (first) enterStep(engine, process, first.id, process.startMs, firstTask)
  return process
}

/** Goes into a step, or ends the process when nothing else of it is open. */
export function enterStep(engine: Engine, process: Process, to: string, atMs: number, changes: TaskChanges = {}): void {
  const step = process.definition.steps.find(({ id }) => id === to)
  if (!step) {
    if (engine.tasks.openOf(process.id).length === 0) endProcess(engine, process, atMs)
    return
  }
  process.activityId = step.id
  if (step.type === 'user') createTask(engine, { process, step, atMs }, changes)
  else createJob(engine, process, step, atMs)
}

export function endProcess(engine: Engine, process: Process, endMs: number): void {
  process.endMs = endMs
  process.activityId = null
  engine.running.remove(process)
  engine.tell({ kind: 'process-ended', subject: subjectOf(process), id: process.id, tenant: engine.tenant })
}

function createJob(engine: Engine, process: Process, step: Extract<Step, { type: 'external' }>, atMs: number): void {
  const seq = ++engine.numbers.job
  const { topic, retries } = step
  const state = { topic, retries, lockOwner: null, availableMs: atMs, exceptionMessage: null }
  engine.jobs.add({ seq, id: `job-${seq}`, process, step, ...state })
}

interface TaskPlace {
  readonly process: Process | null
  readonly step: Extract<Step, { type: 'user' }> | null
  readonly atMs: number
}

/** Makes a task; without a step, one that belongs to no process. */
export function createTask(engine: Engine, { process, step, atMs }: TaskPlace, changes: TaskChanges): Task {
  const seq = ++engine.numbers.task
  const fill = (text: string | undefined): string | null => fillIn(text ?? null, process)
  const task: Task = {
    seq,
    id: `task-${seq}`,
    process,
    step,
    createMs: atMs,
    formKey: step?.formKey ?? null,
    name: fill(step?.name) ?? step?.id ?? `Task ${seq}`,
    description: fill(step?.description),
    assignee: fill(step?.assignee),
    owner: null,
    category: step?.category ?? null,
    priority: step?.priority ?? 50,
    claimMs: null,
    dueMs: step?.dueSeconds === undefined ? null : atMs + step.dueSeconds * 1000,
    delegationState: null,
    endMs: null,
    outcome: null,
    deleteReason: null,
    assignments: candidates(step?.candidateUsers ?? [], step?.candidateGroups ?? []),
    variables: [],
    comments: [],
    ...changes,
  }
  engine.tasks.add(task)
  return task
}

export function candidates(users: readonly string[], groups: readonly string[]): Task['assignments'] {
  return [
    ...users.map(user => ({ user, group: null, type: 'candidate' })),
    ...groups.map(group => ({ user: null, group, type: 'candidate' })),
  ]
}

/** Writes variables where a call means them: on the process, or on a task that has none. */
export function writeVariables(task: Task, changes: readonly Variable[]): void {
  setVariables(task.process?.variables ?? task.variables, changes)
}

function fillIn(text: string | null, process: Process | null): string | null {
  if (text === null || !text.includes('${')) return text
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = process?.variables.find(variable => variable.name === name)?.value
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
}
