import type { Engine } from '../engine/engine.ts'
import type { Process, Task } from '../engine/entities.ts'
import { notFound, Refusal } from '../engine/refusal.ts'
import { after, before, either, equals, flag, isTrue, like, listPage, on, readTime } from './listing.ts'
import type { Filter, Listing } from './listing.ts'
import { deleteTask } from '../engine/act.ts'
import { noContent, ok } from './route.ts'
import type { Request, Route } from './route.ts'
import { everything, includedBy, showTask } from './views.ts'

export function findOpenTask(engine: Engine, id: string): Task {
  const task = engine.tasks.find(id)
  if (!task || task.endMs !== null) throw notFound(`Could not find a task with id '${id}'.`)
  return task
}

const created = (task: Task): number => task.createMs
const due = (task: Task): number | null => task.dueMs
const ofProcess = (valueOf: (process: Process) => string | null): Filter<Task> =>
  equals(({ process }) => (process ? valueOf(process) : null))
const isCandidate = (task: Task, kind: 'user' | 'group', names: readonly string[]): boolean =>
  task.assignments.some(assignment => names.includes(assignment[kind] ?? '') && assignment.type === 'candidate')
/** Candidates are asked for where nobody has the task yet. */
const candidate =
  (kind: 'user' | 'group'): Filter<Task> =>
  text => {
    const names = text.split(',')
    return task => task.assignee === null && isCandidate(task, kind, names)
  }

export const taskFilters: Listing<Task>['filters'] = {
  name: equals(task => task.name),
  nameLike: like(task => task.name),
  assignee: equals(task => task.assignee),
  owner: equals(task => task.owner),
  category: equals(task => task.category),
  unassigned: flag(task => task.assignee === null),
  active: either(task => task.process?.suspended !== true),
  delegationState: equals(task => task.delegationState),
  candidateUser: candidate('user'),
  candidateGroup: candidate('group'),
  candidateGroups: candidate('group'),
  candidateOrAssigned: user => task =>
    task.assignee === user || (task.assignee === null && isCandidate(task, 'user', [user])),
  involvedUser: user => task =>
    task.assignee === user || task.owner === user || task.assignments.some(assignment => assignment.user === user),
  taskDefinitionKey: equals(task => task.step?.id ?? null),
  processInstanceId: ofProcess(process => process.id),
  processInstanceBusinessKey: ofProcess(process => process.businessKey),
  processDefinitionKey: ofProcess(process => process.definition.key),
  createdOn: on(created),
  createdAfter: after(created),
  createdBefore: before(created),
  dueOn: on(due),
  dueAfter: after(due),
  dueBefore: before(due),
  withoutDueDate: flag(task => task.dueMs === null),
}

export const taskSorts: Listing<Task>['sorts'] = new Map<string, (task: Task) => string | number | null>([
  ['createTime', created],
  ['id', task => task.id],
  ['name', task => task.name],
  ['description', task => task.description],
  ['dueDate', due],
  ['priority', task => task.priority],
  ['assignee', task => task.assignee],
  ['processInstanceId', task => task.process?.id ?? null],
])

/** Starts from the smallest order that has all that is asked for: of a process, of an assignee, or of a span of time. */
function candidatesFor({ tasks }: Engine, query: URLSearchParams): readonly Task[] {
  const processId = query.get('processInstanceId')
  if (processId !== null) return tasks.openOf(processId)
  const assignee = query.get('assignee')
  const order = assignee === null ? tasks.open : tasks.of(assignee)
  const bound = (name: string, absent: number): number => {
    const text = query.get(name)
    return text === null ? absent : readTime(text, name)
  }
  return order.between(bound('createdAfter', -Infinity), bound('createdBefore', Infinity))
}

/** These are answered by the choice of the order alone. */
const settledByOrder = ['assignee', 'createdAfter', 'createdBefore']
const remainingFilters = Object.fromEntries(
  Object.entries(taskFilters).filter(([name]) => !settledByOrder.includes(name)),
)

function listTasks({ engine, call }: Request) {
  const { query } = call
  const filters = query.has('processInstanceId') ? taskFilters : remainingFilters
  const included = includedBy(query)
  const show = (task: Task) => showTask(engine, task, included)
  return ok(listPage(call, candidatesFor(engine, query), { name: 'tasks', filters, sorts: taskSorts, show }))
}

export const taskRoutes: readonly Route[] = [
  { method: 'GET', path: 'tasks', handle: listTasks },
  {
    method: 'GET',
    path: 'tasks/*',
    handle({ engine, parts: [id = ''] }) {
      return ok(showTask(engine, findOpenTask(engine, id), everything))
    },
  },
  {
    method: 'DELETE',
    path: 'tasks/*',
    handle({ engine, call, nowMs, parts: [id = ''] }) {
      const task = findOpenTask(engine, id)
      if (task.process) throw new Refusal(403, 'Cannot delete a task that is part of a process instance.')
      deleteTask(engine, task, call.query.get('deleteReason') ?? 'deleted', nowMs)
      if (isTrue(call.query, 'cascadeHistory')) engine.tasks.forget(task)
      return noContent
    },
  },
]
