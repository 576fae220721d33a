import { isArray } from '../../json.ts'
import type { Engine } from '../engine/engine.ts'
import type { Comment } from '../engine/entities.ts'
import { badRequest, notFound } from '../engine/refusal.ts'
import { createVariables, findVariable, readVariable, readVariables, setVariables } from '../engine/variables.ts'
import type { Variable } from '../engine/variables.ts'
import { findRunning } from './processes.ts'
import { created, noContent, objectBody, ok, textOf } from './route.ts'
import type { Request, Route } from './route.ts'
import { readComment } from './task-actions.ts'
import { findOpenTask } from './tasks.ts'
import { showComment, showVariable } from './views.ts'

/** What has variables and comments. */
interface Owner {
  readonly variables: Variable[]
  readonly comments: Comment[]
}

type Find = (engine: Engine, id: string) => Owner

/** The variables of a process or of a task alone. */
function variableRoutes(path: string, scope: 'local' | 'global', find: Find): Route[] {
  const tell = ({ engine }: Request, id: string, names: readonly Variable[]): void =>
    engine.tell({
      kind: 'variables-set',
      subject: id,
      id,
      tenant: engine.tenant,
      names: names.map(({ name }) => name).join(' '),
    })
  return [
    {
      method: 'GET',
      path: `${path}/*/variables`,
      handle: ({ engine, parts: [id = ''] }) =>
        ok(find(engine, id).variables.map(variable => showVariable(variable, scope))),
    },
    {
      method: 'GET',
      path: `${path}/*/variables/*`,
      handle: ({ engine, parts: [id = '', name = ''] }) =>
        ok(showVariable(findVariable(find(engine, id).variables, name), scope)),
    },
    {
      method: 'POST',
      path: `${path}/*/variables`,
      handle(request) {
        const { engine, call, parts } = request
        const [id = ''] = parts
        if (!isArray(call.json)) throw badRequest('Request body should be an array of variables.')
        const given = readVariables(call.json)
        createVariables(find(engine, id).variables, given)
        tell(request, id, given)
        return created(given.map(variable => showVariable(variable, scope)))
      },
    },
    {
      method: 'PUT',
      path: `${path}/*/variables/*`,
      handle(request) {
        const { engine, call, parts } = request
        const [id = '', name = ''] = parts
        const { variables } = find(engine, id)
        findVariable(variables, name)
        const given = { ...readVariable({ name, ...objectBody(call) }), name }
        setVariables(variables, [given])
        tell(request, id, [given])
        return ok(showVariable(given, scope))
      },
    },
  ]
}

function commentRoutes(path: string, find: Find): Route[] {
  return [
    {
      method: 'GET',
      path: `${path}/*/comments`,
      handle: ({ engine, parts: [id = ''] }) => ok(find(engine, id).comments.map(showComment)),
    },
    {
      method: 'POST',
      path: `${path}/*/comments`,
      handle({ engine, call, nowMs, user, parts: [id = ''] }) {
        const given = readComment(objectBody(call))
        if (!given) throw badRequest('A comment needs a message.')
        const comment = { id: `comment-${++engine.numbers.comment}`, author: user, atMs: nowMs, ...given }
        find(engine, id).comments.push(comment)
        const { tenant } = engine
        engine.tell({ kind: 'commented', subject: id, id: comment.id, tenant, message: comment.message })
        return created(showComment(comment))
      },
    },
    {
      method: 'DELETE',
      path: `${path}/*/comments/*`,
      handle({ engine, parts: [id = '', commentId = ''] }) {
        const { comments } = find(engine, id)
        const at = comments.findIndex(comment => comment.id === commentId)
        if (at === -1) throw notFound(`Could not find a comment with id '${commentId}'.`)
        comments.splice(at, 1)
        return noContent
      },
    },
  ]
}

const assignmentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'tasks/*/assignments',
    handle: ({ engine, parts: [id = ''] }) => ok(findOpenTask(engine, id).assignments),
  },
  {
    method: 'POST',
    path: 'tasks/*/assignments',
    handle({ engine, call, parts: [id = ''] }) {
      const body = objectBody(call)
      const [user, group, type] = [textOf(body, 'user'), textOf(body, 'group'), textOf(body, 'type') ?? 'candidate']
      if ((user === null) === (group === null)) throw badRequest('Either user or group is required.')
      const assignment = { user, group, type }
      findOpenTask(engine, id).assignments.push(assignment)
      engine.tell({ kind: 'assigned', subject: id, id, tenant: engine.tenant, ...assignment })
      return created(assignment)
    },
  },
]

/** What processes and tasks have below them. */
export const partRoutes: readonly Route[] = [
  ...variableRoutes('process-instances', 'global', findRunning),
  ...variableRoutes('tasks', 'local', findOpenTask),
  ...commentRoutes('process-instances', findRunning),
  ...commentRoutes('tasks', findOpenTask),
  ...assignmentRoutes,
]
