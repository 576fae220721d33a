import { propertiesToken } from '../categories/applied-category.ts'
import { integerOf, listOf, neededInteger, neededText, textOf } from '../reading/arguments.ts'
import { Refusal, editConflict, missing } from '../refusal.ts'
import { nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import type { Node } from './node.ts'
import { checkName, externalFields, taskFieldNames, taskFields } from './node-fields.ts'
import { touch } from './touch.ts'

const names = [
  ...['name', 'description', 'parent_id', 'reserved_user_id', 'nickname'],
  ...['external_create_date', 'external_modify_date', 'external_source', 'external_identity', 'external_identity_type'],
]

/** PUT /v1|v2/nodes/{id}: renames, moves, describes, reserves. A token is checked when one is sent, and answered then. */
export function changeNode(request: EcmRequest): object {
  const { input, world, user } = request
  const node = nodeOf(request)
  const sent = [...names, ...(node.task ? taskFieldNames : [])].filter(name => name in input)
  if (sent.length === 0) throw missing('name')
  const token = textOf(input, 'metadata_token')
  if (token !== undefined && token !== '' && token !== propertiesToken(node)) throw editConflict()
  place(request, node)
  node.description = textOf(input, 'description') ?? node.description
  node.external = externalFields(input, node.external)
  if (node.task) node.task = taskFields(input, node.task)
  if ('reserved_user_id' in input) reserve(request, node)
  touch(request, node)
  world.effect(node.task ? 'task-updated' : 'node-updated', node, user.id, { fields: sent })
  const state =
    token === undefined || token === '' ? {} : { state: { properties: { metadata_token: propertiesToken(node) } } }
  return request.call.path.startsWith('/v1') ? state : v2(request, state)
}

/** Renames and moves. */
function place(request: EcmRequest, node: Node): void {
  const { input, world, settings } = request
  const name = 'name' in input ? checkName(textOf(input, 'name'), settings) : node.name
  const parentId = integerOf(input, 'parent_id') ?? node.parentId
  if (name === node.name && parentId === node.parentId) return
  const parent = world.nodes.needed(parentId)
  for (let above: Node | undefined = parent; above; above = world.nodes.get(above.parentId)) {
    if (above === node) throw new Refusal(400, 'An item cannot be moved into itself')
  }
  const [renamed, moved] = [name !== node.name, parentId !== node.parentId]
  world.nodes.place(node, parent, name)
  if (renamed) world.audit.add(node.id, 'renamed', request.user.id, request.nowMs, name)
  if (moved) world.audit.add(node.id, 'moved', request.user.id, request.nowMs, parent.name)
}

/** A user's id reserves; JSON null or the text `null` releases. */
function reserve({ input, nowMs }: EcmRequest, node: Node): void {
  const sent = input['reserved_user_id']
  const free = sent === null || sent === 'null' || sent === ''
  node.reserved = free ? undefined : { userId: neededInteger(input, 'reserved_user_id'), atMs: nowMs }
}

/** GET, POST, DELETE /v2/reservemanagement/nodes/{id}: a missing node is a 404 here. */
export function reserveManagement(request: EcmRequest): object {
  const node = request.world.nodes.get(Number(request.params['id']))
  if (!node) throw new Refusal(404, 'The item does not exist')
  const { method } = request.call
  if (method === 'POST') node.reserved = { userId: request.user.id, atMs: request.nowMs }
  if (method === 'DELETE') node.reserved = undefined
  if (method !== 'GET') touch(request, node)
  return v2(request, { data: { reserved: node.reserved !== undefined, reserved_user_id: node.reserved?.userId ?? 0 } })
}

/** PUT /v2/nodes/{id}/nicknames. */
export function setNickname(request: EcmRequest): object {
  const node = nodeOf(request)
  const nickname = neededText(request.input, 'nickname')
  const there = request.world.nodes.byNickname(nickname)
  if (there && there !== node) throw new Refusal(400, `The nickname '${nickname}' is taken`)
  request.world.nodes.giveNickname(node, nickname)
  touch(request, node)
  return v2(request, { data: { nickname } })
}

/** DELETE /v1|v2/nodes/{id}: the item and all below it. Answers with a body: an empty one makes clients repeat it. */
export function deleteNode(request: EcmRequest): object {
  const { world, user, call } = request
  world.nodes.remove(nodeOf(request), gone => {
    world.workspaces.remove(gone)
    world.audit.forget(gone.id)
    world.effect('node-deleted', gone, user.id)
  })
  return call.path.startsWith('/v1') ? {} : v2(request, {})
}

/** POST /v1/validation/nodes/names: only the names that are taken, so that none free is an empty list. */
export function checkNames({ input, world }: EcmRequest): object {
  const parent = world.nodes.needed(neededInteger(input, 'parent_id'))
  const wanted = listOf(input, 'names')
  if (!wanted) throw missing('names')
  const taken = wanted.map(name => world.nodes.childNamed(parent, String(name))).filter(node => node !== undefined)
  return { results: taken.map(({ id, name }) => ({ id, name })) }
}
