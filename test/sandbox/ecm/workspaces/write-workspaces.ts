import { isJsonObject } from '../../json.ts'
import { categoriesFrom } from '../categories/apply-roles.ts'
import type { Input } from '../call.ts'
import { checkName } from '../nodes/node-fields.ts'
import type { Node } from '../nodes/node.ts'
import { touch } from '../nodes/touch.ts'
import { listOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import { nodeOf } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { makeWorkspace } from './make-workspace.ts'
import { businessObjectOf, readItem } from './workspace-item.ts'
import type { WorkspaceItem } from './workspace-item.ts'

/** POST /v2/businessworkspaces. */
export function createWorkspace(request: EcmRequest): object {
  const node = create(request, readItem(request.world, request.input))
  const [folder] = node.children.values()
  return { results: { id: node.id, direct_open: true, sub_folder_id: folder?.id ?? 0 } }
}

/**
 * PUT /v2/businessworkspaces with `bws_infos`: creates or, where the business object has a workspace, updates. Every item
 * succeeds or fails alone, and the answer is 200 whatever becomes of them.
 */
export function putWorkspaces(request: EcmRequest): object {
  const infos = listOf(request.input, 'bws_infos')
  if (!infos) throw missing('bws_infos')
  const outcomes = infos.map(info => putOne(request, isJsonObject(info) ? info : {}))
  return request.settings.bulkAnswer === 'array' ? outcomes : { results: outcomes }
}

function putOne(request: EcmRequest, info: Input): object {
  try {
    const item = readItem(request.world, info)
    const present = item.businessObject && request.world.workspaces.find(item.businessObject)
    const node = present ? update(request, present, item) : create(request, item)
    return { id: node.id }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id: 0, error_message: error.message }
  }
}

function create(request: EcmRequest, item: WorkspaceItem): Node {
  const { world, user, nowMs, settings } = request
  const node = makeWorkspace(world, {
    ...{ type: item.type, template: item.template, businessObject: item.businessObject },
    ...{ name: checkName(item.name, settings), description: item.description ?? '' },
    ...{ parentId: item.parentId ?? item.type.parentId, categories: item.categories },
    ...{ businessProperties: item.businessProperties, userId: user.id, atMs: nowMs },
  })
  world.effect('workspace-created', node, user.id, { business_object: item.businessObject?.id ?? null })
  return node
}

/** The name changes only when another is sent; there is no check for a conflict. */
function update(request: EcmRequest, node: Node, item: WorkspaceItem): Node {
  const { world, user, settings, nowMs } = request
  const next = categoriesFrom(world, item.categories, settings, node.categories)
  if (item.name !== undefined && item.name !== node.name) {
    world.nodes.place(node, world.nodes.needed(node.parentId), checkName(item.name, settings))
  }
  for (const [id, applied] of next) {
    if (!Object.keys(item.categories).some(key => key === String(id) || key.startsWith(`${id}_`))) continue
    node.categories.set(id, { ...applied, revision: (node.categories.get(id)?.revision ?? 0) + 1 })
  }
  node.description = item.description ?? node.description
  if (node.workspace) Object.assign(node.workspace.businessProperties, item.businessProperties)
  touch(request, node)
  for (const key of Object.keys(item.categories)) world.audit.add(node.id, 'attributeChanged', user.id, nowMs, key)
  world.effect('workspace-updated', node, user.id, {
    business_object: item.businessObject?.id ?? null,
    properties: item.businessProperties,
  })
  return node
}

/** PUT and DELETE /v2/businessworkspaces/{id}/workspacereferences. */
export function changeReference(request: EcmRequest): object {
  const { world, input, call } = request
  const node = workspaceNode(request)
  const query = Object.fromEntries(call.query)
  const object = businessObjectOf({ ...query, ...input })
  if (!object) throw missing('ext_system_id', 'bo_type', 'bo_id')
  if (call.method === 'DELETE') world.workspaces.unrefer(object)
  else {
    world.workspaces.refer(node, object)
    node.workspace?.references.push(object)
  }
  touch(request, node)
  return { results: {} }
}

/** Workspace calls may answer 404. */
export function workspaceNode(request: EcmRequest): Node {
  const node = nodeOf(request)
  if (!node.workspace) throw new Refusal(404, `The item ${node.id} is not a business workspace`)
  return node
}
