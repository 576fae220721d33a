import type { Engine } from '../engine/engine.ts'
import type { Process, Task } from '../engine/entities.ts'
import { forgetProcess } from '../engine/act.ts'
import { badRequest, notFound } from '../engine/refusal.ts'
import { TimeOrdered } from '../engine/time-ordered.ts'
import { after, before, either, equals, isTrue, listPage, on, readTime } from './listing.ts'
import type { Listing } from './listing.ts'
import { processFilters, processSorts } from './processes.ts'
import { noContent, ok } from './route.ts'
import type { Request, Route } from './route.ts'
import { taskFilters, taskSorts } from './tasks.ts'
import { everything, includedBy, showHistoricProcess, showHistoricTask } from './views.ts'

const ended = (task: Task): number | null => task.endMs

const historicTaskFilters: Listing<Task>['filters'] = {
  taskName: equals(task => task.name),
  taskAssignee: equals(task => task.assignee),
  taskDefinitionKey: equals(task => task.step?.id ?? null),
  processInstanceId: equals(task => task.process?.id ?? null),
  processBusinessKey: equals(task => task.process?.businessKey ?? null),
  processDefinitionKey: equals(task => task.process?.definition.key ?? null),
  finished: either(task => task.endMs !== null),
  processFinished: either(task => task.process !== null && task.process.endMs !== null),
  taskCompletedOn: on(ended),
  taskCompletedAfter: after(ended),
  taskCompletedBefore: before(ended),
  ...pick(['createdOn', 'createdAfter', 'createdBefore'], name => name.replace('created', 'taskCreated')),
}
const historicTaskSorts: Listing<Task>['sorts'] = new Map([
  ...taskSorts,
  ['startTime', task => task.createMs],
  ['endTime', ended],
])

function pick(names: readonly string[], as: (name: string) => string): Listing<Task>['filters'] {
  return Object.fromEntries(
    names.flatMap(name => {
      const filter = taskFilters[name]
      return filter ? [[as(name), filter]] : []
    }),
  )
}

/** Those that ended lately are found by their end; then they are put in the order of their creation. */
function candidatesFor({ tasks }: Engine, query: URLSearchParams): readonly Task[] {
  const from = query.get('taskCompletedAfter')
  if (from === null) return tasks.all.entries
  const order = new TimeOrdered<Task>(task => task.createMs)
  for (const task of tasks.ended.between(readTime(from, 'taskCompletedAfter'))) order.add(task)
  return order.entries
}

/** What the history knows by now: where it is written late, what has just ended is still open in it, and what has just begun is not there. */
function asWritten<T extends Task | Process>({ engine, nowMs }: Request, entry: T): T | undefined {
  const { historyLagMs } = engine.settings()
  if (historyLagMs === 0) return entry
  const untilMs = nowMs - historyLagMs
  const beganMs = 'createMs' in entry ? entry.createMs : entry.startMs
  if (beganMs > untilMs) return undefined
  if (entry.endMs === null || entry.endMs <= untilMs) return entry
  return { ...entry, endMs: null, deleteReason: null, ...('outcome' in entry && { outcome: null }) }
}

function written<T extends Task | Process>(request: Request, entries: readonly T[]): readonly T[] {
  return entries.flatMap(entry => asWritten(request, entry) ?? [])
}

function findTask(request: Request): Task {
  const [id = ''] = request.parts
  const task = request.engine.tasks.find(id)
  const known = task && asWritten(request, task)
  if (!known) throw notFound(`Could not find a task instance with id '${id}'.`)
  return known
}

function findProcess(request: Request): Process {
  const [id = ''] = request.parts
  const process = request.engine.processes.get(id)
  const known = process && asWritten(request, process)
  if (!known) throw notFound(`Could not find a process instance with id '${id}'.`)
  return known
}

function listTasks(request: Request) {
  const { engine, call } = request
  const included = includedBy(call.query)
  const show = (task: Task) => showHistoricTask(engine, task, included)
  const listing = { name: 'historic-task-instances', filters: historicTaskFilters, sorts: historicTaskSorts, show }
  return ok(listPage(call, written(request, candidatesFor(engine, call.query)), listing))
}

function listProcesses(request: Request) {
  const { engine, call } = request
  const withVariables = isTrue(call.query, 'includeProcessVariables')
  const show = (process: Process) => showHistoricProcess(engine, process, withVariables)
  const filters: Listing<Process>['filters'] = {
    ...processFilters,
    finished: either(process => process.endMs !== null),
    finishedAfter: after(process => process.endMs),
    finishedBefore: before(process => process.endMs),
  }
  const sorts = new Map([...processSorts, ['endTime', (process: Process) => process.endMs] as const])
  const entries = written(request, engine.started.entries)
  return ok(listPage(call, entries, { name: 'historic-process-instances', filters, sorts, show }))
}

/** What is over, and what still runs; the same for ever. */
export const historyRoutes: readonly Route[] = [
  { method: 'GET', path: 'historic-task-instances', handle: listTasks },
  {
    method: 'GET',
    path: 'historic-task-instances/*',
    handle: request => ok(showHistoricTask(request.engine, findTask(request), everything)),
  },
  {
    method: 'DELETE',
    path: 'historic-task-instances/*',
    handle(request) {
      const { id } = findTask(request)
      const task = request.engine.tasks.find(id)
      if (task) request.engine.tasks.forget(task)
      return noContent
    },
  },
  { method: 'GET', path: 'historic-process-instances', handle: listProcesses },
  {
    method: 'GET',
    path: 'historic-process-instances/*',
    handle: request =>
      ok(
        showHistoricProcess(
          request.engine,
          findProcess(request),
          isTrue(request.call.query, 'includeProcessVariables'),
        ),
      ),
  },
  {
    method: 'DELETE',
    path: 'historic-process-instances/*',
    handle(request) {
      const { id, endMs } = findProcess(request)
      if (endMs === null) throw badRequest(`Process instance '${id}' is still running.`)
      forgetProcess(request.engine, id)
      return noContent
    },
  },
]
