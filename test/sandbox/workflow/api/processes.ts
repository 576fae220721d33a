import { startProcess } from '../engine/advance.ts'
import { definitionId, subjectOf } from '../engine/engine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Process } from '../engine/entities.ts'
import { badRequest, notFound, Refusal } from '../engine/refusal.ts'
import { plainVariables, readVariables, setVariables } from '../engine/variables.ts'
import type { ProcessDefinition } from '../settings.ts'
import { after, before, equals, isTrue, listPage } from './listing.ts'
import type { Listing } from './listing.ts'
import { deleteProcess } from '../engine/act.ts'
import { created, noContent, objectBody, ok, textOf } from './route.ts'
import type { Request, Route } from './route.ts'
import { readComment } from './task-actions.ts'
import { showProcess } from './views.ts'

export function findRunning(engine: Engine, id: string): Process {
  const process = engine.processes.get(id)
  if (!process || process.endMs !== null) throw notFound(`Could not find a process instance with id '${id}'.`)
  return process
}

const started = (process: Process): number => process.startMs

export const processFilters: Listing<Process>['filters'] = {
  id: equals(process => process.id),
  name: equals(process => process.name),
  businessKey: equals(process => process.businessKey),
  processDefinitionKey: equals(process => process.definition.key),
  processDefinitionId: equals(process => definitionId(process.definition)),
  startedAfter: after(started),
  startedBefore: before(started),
}

export const processSorts: Listing<Process>['sorts'] = new Map<string, (process: Process) => string | number | null>([
  ['startTime', started],
  ['id', process => process.id],
  ['name', process => process.name],
  ['businessKey', process => process.businessKey],
  ['processDefinitionKey', process => process.definition.key],
])

/** A second start with the same business key is a second process. */
function start({ engine, call, nowMs, user }: Request) {
  const body = objectBody(call)
  const definition = definitionFor(engine, textOf(body, 'processDefinitionKey'), textOf(body, 'processDefinitionId'))
  const [name, businessKey, outcome] = [textOf(body, 'name'), textOf(body, 'businessKey'), textOf(body, 'outcome')]
  const comment = readComment(body['comment'])
  const variables = readVariables(body['variables'])
  setVariables(variables, readVariables(body['startFormVariables']))
  const detail = { definition: definition.key, businessKey, outcome, variables: plainVariables(variables) }
  if (outcome !== null)
    setVariables(variables, [{ name: engine.settings().outcomeVariable, type: 'string', value: outcome }])
  const process = startProcess(engine, {
    id: null,
    definition,
    name,
    businessKey,
    startMs: nowMs,
    startUserId: user,
    variables,
  })
  if (comment)
    process.comments.push({ id: `comment-${++engine.numbers.comment}`, author: user, atMs: nowMs, ...comment })
  engine.tell({
    kind: 'process-started',
    subject: subjectOf(process),
    id: process.id,
    tenant: engine.tenant,
    ...detail,
  })
  return created(showProcess(engine, process, body['returnVariables'] === true))
}

function definitionFor(engine: Engine, key: string | null, id: string | null): ProcessDefinition {
  if (key === null && id === null)
    throw badRequest('Either processDefinitionId, processDefinitionKey or message is required.')
  if (key !== null && id !== null)
    throw badRequest('Only one of processDefinitionId, processDefinitionKey or message should be set.')
  const { processDefinitions } = engine.settings()
  const found = processDefinitions.find(one => one.key === key || definitionId(one) === id)
  if (!found)
    throw badRequest(`No process definition found for ${key === null ? `id '${String(id)}'` : `key '${key}'`}`)
  return found
}

function listProcesses({ engine, call }: Request) {
  const withVariables = isTrue(call.query, 'includeProcessVariables')
  const show = (process: Process) => showProcess(engine, process, withVariables)
  const listing = { name: 'process-instances', filters: processFilters, sorts: processSorts, show }
  return ok(listPage(call, engine.running.entries, listing))
}

/** Nothing of it goes on while it is suspended, says the model; here only the flag is kept. */
function setSuspended({ engine, call, parts: [id = ''] }: Request) {
  const action = textOf(objectBody(call), 'action')
  if (action !== 'suspend' && action !== 'activate') throw badRequest(`Invalid action: '${String(action)}'.`)
  const process = findRunning(engine, id)
  const suspended = action === 'suspend'
  if (process.suspended === suspended) throw new Refusal(409, `Process instance with id '${id}' is already ${action}d.`)
  process.suspended = suspended
  engine.tell({ kind: `process-${action}d`, subject: subjectOf(process), id, tenant: engine.tenant })
  return ok(showProcess(engine, process, false))
}

function removeProcess({ engine, call, nowMs, parts: [id = ''] }: Request) {
  deleteProcess(engine, findRunning(engine, id), call.query.get('deleteReason') ?? 'deleted', nowMs)
  return noContent
}

export const processRoutes: readonly Route[] = [
  { method: 'POST', path: 'process-instances', handle: start },
  { method: 'GET', path: 'process-instances', handle: listProcesses },
  {
    method: 'GET',
    path: 'process-instances/*',
    handle({ engine, call, parts: [id = ''] }) {
      return ok(showProcess(engine, findRunning(engine, id), isTrue(call.query, 'includeProcessVariables')))
    },
  },
  { method: 'PUT', path: 'process-instances/*', handle: setSuspended },
  { method: 'DELETE', path: 'process-instances/*', handle: removeProcess },
]
