import type { ProcessSeries, TaskSeries } from '../settings.ts'
import { candidates, createTask, startProcess } from './advance.ts'
import type { TaskChanges } from './advance.ts'
import { findDefinition } from './engine.ts'
import type { Engine } from './engine.ts'
import { parseTime } from './time.ts'
import { variablesOf } from './variables.ts'

/** Makes the processes of a series, all at one time. */
export function addProcesses(engine: Engine, series: ProcessSeries, nowMs: number): void {
  for (let n = 1; n <= series.count; n++) {
    const given = numbered(series, n)
    startNamed(engine, given, nowMs, {})
  }
}

/** Makes the tasks of a series, each with a process of its own where the series names one. */
export function addTasks(engine: Engine, series: TaskSeries, nowMs: number): void {
  const lastMs = (series.count - 1) * series.everyMs
  const firstMs = series.createdAt === undefined ? nowMs - lastMs : (parseTime(series.createdAt) ?? nowMs)
  for (let n = 1; n <= series.count; n++) {
    const given = numbered(series, n)
    const atMs = firstMs + (n - 1) * series.everyMs
    const { processDefinitionKey, ...own } = given
    const changes = taskChanges(own)
    if (processDefinitionKey === undefined) {
      const variables = variablesOf(given.variables)
      createTask(engine, { process: null, step: null, atMs }, { ...changes, variables })
    } else startNamed(engine, { ...given, processDefinitionKey, id: undefined, name: undefined }, atMs, changes)
  }
}

type Named = Pick<ProcessSeries, 'id' | 'name' | 'businessKey' | 'processDefinitionKey' | 'variables'>

function startNamed(engine: Engine, given: Named, startMs: number, firstTask: TaskChanges): void {
  const definition = findDefinition(engine, given.processDefinitionKey)
  if (!definition) throw new Error(`no process definition '${given.processDefinitionKey}'`)
  const { id = null, name = null, businessKey = null } = given
  const variables = variablesOf(given.variables)
  startProcess(engine, { id, name, businessKey, definition, startMs, startUserId: null, variables }, firstTask)
}

function taskChanges(series: Omit<TaskSeries, 'processDefinitionKey'>): TaskChanges {
  const { id, name, description, assignee, owner, category, formKey, dueDate, priority } = series
  const dueMs = dueDate === undefined ? undefined : parseTime(dueDate)
  const assignments = candidates(series.candidateUsers, series.candidateGroups)
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(assignee !== undefined && { assignee }),
    ...(owner !== undefined && { owner }),
    ...(category !== undefined && { category }),
    ...(formKey !== undefined && { formKey }),
    ...(dueMs !== undefined && { dueMs }),
    ...(assignments.length > 0 && { assignments }),
    priority,
  }
}

/** The series with its number put in for `{n}`. */
function numbered<T extends ProcessSeries | TaskSeries>(series: T, n: number): T {
  const fill = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('{n}', String(n)) : value)
  const deep = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one)]))
      : fill(value)
  return { ...series, ...Object.fromEntries(Object.entries(series).map(([key, value]) => [key, deep(value)])) }
}
