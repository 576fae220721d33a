import { z } from 'zod'
import type { JsonObject } from '../../json.ts'
import type { Answer } from '../../frame/reply.ts'
import { claim, complete, delegate, effectOn, resolve } from '../engine/act.ts'
import type { Completion } from '../engine/act.ts'
import { badRequest } from '../engine/refusal.ts'
import { parseTime } from '../engine/time.ts'
import { readVariables } from '../engine/variables.ts'
import { objectBody, ok, textOf } from './route.ts'
import type { Request, Route } from './route.ts'
import { findOpenTask } from './tasks.ts'
import { everything, showTask } from './views.ts'

const commentSchema = z.union([
  z.string().transform(message => ({ message, type: 'comment' })),
  z.object({ message: z.string(), type: z.string().default('comment') }),
])

/** A comment given beside something else: `{ message, type }`, or its text alone. */
export function readComment(value: unknown): Completion['comment'] {
  if (value === undefined || value === null) return null
  const { data } = commentSchema.safeParse(value)
  if (!data) throw badRequest('A comment needs a message.')
  return data
}

function actOnTask(request: Request): Answer {
  const { engine, call, nowMs, user, race, parts } = request
  const [id = ''] = parts
  const body = objectBody(call)
  race(engine)
  const task = findOpenTask(engine, id)
  const action = textOf(body, 'action')
  if (action === 'claim') claim(engine, task, textOf(body, 'assignee'), nowMs)
  else if (action === 'delegate') delegate(engine, task, textOf(body, 'assignee'))
  else if (action === 'resolve') resolve(engine, task, readVariables(body['variables']))
  else if (action === 'complete') complete(engine, task, completionOf(body, user), nowMs)
  else throw badRequest(`Invalid action: '${String(action)}'.`)
  const isEmpty = engine.settings().actionAnswer === 'empty'
  return ok(isEmpty ? undefined : showTask(engine, task, everything))
}

function completionOf(body: JsonObject, author: string | null): Completion {
  const comment = readComment(body['comment'])
  return { outcome: textOf(body, 'outcome'), comment, variables: readVariables(body['variables']), author }
}

/** Only what is sent is changed; null empties a field. */
const updateSchema = z.object({
  name: z.string().optional(),
  description: z.string().nullable().optional(),
  assignee: z.string().nullable().optional(),
  owner: z.string().nullable().optional(),
  category: z.string().nullable().optional(),
  priority: z.int().optional(),
  dueDate: z.string().nullable().optional(),
})

function updateTask({ engine, call, race, parts: [id = ''] }: Request): Answer {
  const { data, error } = updateSchema.safeParse(objectBody(call))
  if (!data) throw badRequest(`Invalid value for '${error.issues.map(issue => issue.path.join('.')).join("', '")}'.`)
  const dueMs = typeof data.dueDate === 'string' ? parseTime(data.dueDate) : data.dueDate
  if (typeof data.dueDate === 'string' && dueMs === undefined) throw badRequest(`Invalid dueDate '${data.dueDate}'.`)
  race(engine)
  const task = findOpenTask(engine, id)
  const { name = task.name, description = task.description, owner = task.owner } = data
  const { category = task.category, priority = task.priority, assignee } = data
  Object.assign(task, { name, description, owner, category, priority })
  engine.tasks.change(task, { ...(assignee !== undefined && { assignee }), ...(dueMs !== undefined && { dueMs }) })
  const fields = Object.keys(data).join(' ')
  engine.tell(effectOn(engine, 'task-updated', task, { fields }))
  return ok(showTask(engine, task, everything))
}

export const taskActionRoutes: readonly Route[] = [
  { method: 'POST', path: 'tasks/*', handle: actOnTask },
  { method: 'PUT', path: 'tasks/*', handle: updateTask },
]
