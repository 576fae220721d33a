import { definitionId } from '../engine/engine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Comment, Job, Process, Task } from '../engine/entities.ts'
import { formatOptionalTime, formatTime } from '../engine/time.ts'
import type { Variable } from '../engine/variables.ts'
import { isTrue } from './listing.ts'

const base = '/workflow/v1'

/** What a query asks to be shown of a task beside its own fields. */
export interface Included {
  readonly localVariables: boolean
  readonly processVariables: boolean
  readonly comments: boolean
  readonly assignments: boolean
}

export const everything: Included = { localVariables: true, processVariables: true, comments: true, assignments: true }

export function includedBy(query: URLSearchParams): Included {
  return {
    localVariables: isTrue(query, 'includeTaskLocalVariables'),
    processVariables: isTrue(query, 'includeProcessVariables'),
    comments: isTrue(query, 'includeTaskComments'),
    assignments: isTrue(query, 'includeTaskAssignments'),
  }
}

export function showTask({ tenant }: Engine, task: Task, included: Included) {
  const { id, name, description, assignee, owner, category, delegationState, formKey, priority, process, step } = task
  return {
    ...{ id, name, description, assignee, owner, category, delegationState, formKey, priority },
    assignments: included.assignments ? task.assignments : [],
    claimTime: formatOptionalTime(task.claimMs),
    createTime: formatTime(task.createMs),
    dueDate: formatOptionalTime(task.dueMs),
    executionId: process?.id ?? null,
    parentTaskId: null,
    processInstanceId: process?.id ?? null,
    processDefinitionId: process ? definitionId(process.definition) : null,
    suspended: process?.suspended ?? false,
    taskDefinitionKey: step?.id ?? null,
    tenantId: tenant,
    subscriptionId: null,
    variables: variablesOf(task, included),
    comments: included.comments ? task.comments.map(showComment) : [],
    _links: { self: { href: `${base}/tasks/${encodeURIComponent(id)}` } },
  }
}

function variablesOf({ variables, process }: Task, { localVariables, processVariables }: Included) {
  const local = localVariables ? variables.map(variable => showVariable(variable, 'local')) : []
  const global = processVariables ? (process?.variables ?? []).map(variable => showVariable(variable, 'global')) : []
  return [...local, ...global]
}

export function showHistoricTask(engine: Engine, task: Task, included: Included) {
  return {
    ...showTask(engine, task, included),
    startTime: formatTime(task.createMs),
    endTime: formatOptionalTime(task.endMs),
    durationInMillis: task.endMs === null ? null : task.endMs - task.createMs,
    outcome: task.outcome,
    deleteReason: task.deleteReason,
  }
}

export function showProcess({ tenant }: Engine, process: Process, withVariables: boolean) {
  const { id, name, businessKey, activityId, suspended, startMs, startUserId, endMs, definition } = process
  const { variables, comments } = process
  return {
    ...{ id, name, businessKey, activityId, startUserId },
    callbackId: null,
    callbackType: null,
    comments: comments.map(showComment),
    completed: endMs !== null,
    ended: endMs !== null,
    suspended,
    dueDate: null,
    startTime: formatTime(startMs),
    processDefinitionId: definitionId(definition),
    processDefinitionName: definition.name ?? definition.key,
    superProcessInstanceId: null,
    subscriptionId: null,
    tenantId: tenant,
    variables: withVariables ? variables.map(variable => showVariable(variable, 'global')) : [],
    _links: { self: { href: `${base}/process-instances/${encodeURIComponent(id)}` } },
  }
}

export function showHistoricProcess(engine: Engine, process: Process, withVariables: boolean) {
  const { startMs, endMs, deleteReason } = process
  return {
    ...showProcess(engine, process, withVariables),
    endTime: formatOptionalTime(endMs),
    durationInMillis: endMs === null ? null : endMs - startMs,
    deleteReason,
  }
}

export function showVariable({ name, type, value }: Variable, scope: 'local' | 'global') {
  return { name, type, value, scope }
}

export function showComment({ id, author, message, type, atMs }: Comment) {
  return { id, author, message, type, time: formatTime(atMs) }
}

export function showJob({ id, topic, retries, lockOwner, availableMs, step, process, exceptionMessage }: Job) {
  return {
    ...{ id, topic, retries, lockOwner, exceptionMessage },
    lockExpirationTime: lockOwner === null ? null : formatTime(availableMs),
    elementId: step.id,
    elementName: step.name ?? step.id,
    executionId: process.id,
    processInstanceId: process.id,
    correlationId: id,
    variables: process.variables.map(variable => showVariable(variable, 'global')),
  }
}
