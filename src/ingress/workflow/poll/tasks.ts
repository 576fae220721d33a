import { passedDue, taskOverdue } from '../canonical/exception.ts'
import { readTask, type TaskItem } from '../canonical/items.ts'
import { rowWith } from '../canonical/row.ts'
import { taskEnded, taskSeen, taskVanished } from '../canonical/task.ts'
import type { CaseOf } from '../canonical/told.ts'
import { caseOf } from './cases.ts'
import { dueOf } from './row-index.ts'
import { timeText } from './time-text.ts'
import type { Steps } from './steps.ts'
import type { Visit } from './visit.ts'

const open = '/workflow/v1/tasks'
const historic = '/workflow-history/v1/historic-task-instances'
const whole = { includeTaskLocalVariables: 'true', includeProcessVariables: 'true', includeTaskAssignments: 'true' }

/** Tasks that are open: those that were created lately, or all; answers with whom it has met, where it was all. */
export async function* readOpenTasks(visit: Visit): Steps<Set<string> | undefined> {
  const { isSweep, windowFrom } = visit.bounds
  const since = isSweep ? {} : { createdAfter: timeText(windowFrom) }
  const pages = visit.pages('task', open, { sort: 'createTime', order: 'asc', ...whole, ...since })
  const met = new Set<string>()
  for (let items = yield* pages.next(); items; items = yield* pages.next()) {
    for (const raw of items) {
      const item = itemOf(visit, raw)
      if (!item) continue
      met.add(item.id)
      const known = visit.findings.known(`task/${item.id}`)
      if (known || !visit.isHeld(`task/${item.id}`, item.facts.createdAt)) yield* takeSeen(visit, item)
      yield* visit.pause(pages.progress)
    }
  }
  return isSweep && pages.isWhole ? met : undefined
}

/** Tasks that were completed or deleted since the last round. */
export async function* readEndedTasks(visit: Visit): Steps {
  const since = { finished: 'true', taskCompletedAfter: timeText(visit.bounds.windowFrom) }
  const pages = visit.pages('task', historic, { sort: 'endTime', order: 'asc', ...whole, ...since })
  for (let items = yield* pages.next(); items; items = yield* pages.next()) {
    for (const raw of items) {
      const item = itemOf(visit, raw)
      if (item && (item.endedAt ?? 0) > visit.bounds.windowFrom) yield* takeEnded(visit, item)
      yield* visit.pause(pages.progress)
    }
  }
}

/** Tasks that are known to be open and were not met: each is asked for by itself. */
export async function* readGoneTasks(visit: Visit, met: ReadonlySet<string>): Steps {
  for (const id of [...visit.findings.index.tasks.keys()]) {
    // The history has just said how it ended: the next round tells it.
    if (met.has(id) || visit.held.has(`task/${id}/end`)) continue
    const item = yield* readOne(visit, id)
    if (item === 'unsaid') continue
    if (!item) yield* takeMissing(visit, id)
    else if (item.endedAt !== null) yield* takeEnded(visit, item)
    yield* visit.pause()
  }
}

/** Tasks whose due date has passed. */
export async function* readOverdueTasks(visit: Visit): Steps {
  const { announceFrom, until } = visit.bounds
  for (const id of dueOf(visit.findings.index.tasks, announceFrom, until)) {
    const key = `task/${id}`
    const item = yield* readOne(visit, id)
    if (item === 'unsaid' || !item || item.endedAt !== null) continue
    const row = visit.findings.known(key)
    const due = row?.task ? passedDue(row.task, row.overdue, announceFrom, until) : null
    if (due !== null) {
      const event = taskOverdue(item, due, yield* ownerOf(visit, item), visit.reading)
      visit.findings.take(key, { events: [event], row: rowWith(row, { overdue: due }) })
    }
    yield* visit.pause()
  }
}

/** The task as it is, which is taken in, or as the history has it; undefined where neither knows it. */
async function* readOne(visit: Visit, id: string): Steps<TaskItem | undefined | 'unsaid'> {
  for (const list of [open, historic]) {
    const found = yield* visit.ask((reader, signal) => reader.read(`${list}/${encodeURIComponent(id)}`, whole, signal))
    if (found.kind === 'found') {
      const item = itemOf(visit, found.json)
      if (item && list === open) yield* takeSeen(visit, item)
      return item ?? 'unsaid'
    }
    if (found.kind === 'refused') {
      visit.refuse('task', { id }, { id, faults: [{ pointer: '', detail: `status ${found.status}: ${found.error}` }] })
      return 'unsaid'
    }
  }
  return undefined
}

function itemOf(visit: Visit, raw: unknown): TaskItem | undefined {
  const read = readTask(raw)
  if (read.ok) return read.item
  visit.refuse('task', raw, read)
  return undefined
}

async function* ownerOf(visit: Visit, { id, facts }: Pick<TaskItem, 'id' | 'facts'>): Steps<CaseOf> {
  const { processInstanceId } = facts
  if (processInstanceId === null) return { subject: `task:${id}`, facts: null }
  return yield* caseOf(visit, processInstanceId)
}

async function* takeSeen(visit: Visit, item: TaskItem): Steps {
  const key = `task/${item.id}`
  const of = yield* ownerOf(visit, item)
  visit.findings.take(key, taskSeen(visit.findings.known(key), item, of, visit.reading))
}

async function* takeEnded(visit: Visit, item: TaskItem): Steps {
  const key = `task/${item.id}`
  const known = visit.findings.known(key)
  if (item.endedAt === null || known?.endedAt != null) return
  if (visit.isHeld(`${key}/end`, item.endedAt)) return
  const of = yield* ownerOf(visit, item)
  visit.findings.take(key, taskEnded(known, item, item.endedAt, of, visit.reading))
}

/** The history may be written late: only who is away for long has been deleted. */
async function* takeMissing(visit: Visit, id: string): Steps {
  const { findings, bounds, tools } = visit
  const key = `task/${id}`
  const known = findings.known(key)
  if (!known?.task) return
  const { goneSince, task } = known
  const isMissedFirst = goneSince === null || bounds.until < goneSince
  if (isMissedFirst) findings.remember(key, rowWith(known, { goneSince: bounds.until }))
  else if (bounds.until - goneSince >= tools.options.settleMs)
    findings.take(key, taskVanished(id, task, yield* ownerOf(visit, { id, facts: task }), visit.reading))
}
