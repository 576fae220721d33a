import type { JsonObject } from '../../json.ts'
import { describe } from '../categories/show-category.ts'
import { categoryToken, propertiesToken } from '../categories/applied-category.ts'
import { listOf } from '../reading/arguments.ts'
import { noNode, Refusal } from '../refusal.ts'
import { integerParam, nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { typeName } from './node.ts'
import type { Node } from './node.ts'
import { askedFields, properties, showNode } from './show-node.ts'

/** GET /v2/nodes/{id}. */
export function readNode(request: EcmRequest): object {
  return v2(request, nodeResults(request, nodeOf(request)))
}

/** GET /v1/nodes/{id}. */
export function readNodeV1(request: EcmRequest): object {
  const node = nodeOf(request)
  return { data: properties(node, request.settings), type: node.type, type_name: typeName(node.type) ?? 'Item' }
}

function nodeResults(request: EcmRequest, node: Node) {
  const { query } = request.call
  const fields = askedFields(query.getAll('fields'), ['properties', 'categories', 'versions'])
  const applied = [...node.categories.values()]
  const metadata = applied.map(({ category }) => describe(category).metadata.categories)
  return {
    data: showNode(request, node, fields),
    ...(query.has('metadata') && { metadata: { categories: merged(metadata) } }),
    ...(query.has('state') && { state: stateOf(node) }),
  }
}

/** The tokens of everything on a node that can be written. */
export function stateOf(node: Node) {
  const categories = [...node.categories].map(
    ([id, applied]) => [`${id}_1`, { metadata_token: categoryToken(node.id, applied) }] as const,
  )
  return { properties: { metadata_token: propertiesToken(node) }, categories: Object.fromEntries(categories) }
}

/** POST /v2/nodes/list: those that exist, in the order asked for. */
export function readMany(request: EcmRequest): object {
  const { input, world } = request
  const fields = askedFields((listOf(input, 'fields') ?? []).map(String), ['properties'])
  const nodes = (listOf(input, 'ids') ?? []).map(id => world.nodes.get(Number(id))).filter(node => node !== undefined)
  return v2(
    request,
    nodes.map(node => ({ data: showNode(request, node, fields) })),
  )
}

/** GET /v2/nicknames/{nickname}/nodes: one of the few that answer 404. */
export function readByNickname(request: EcmRequest): object {
  const node = request.world.nodes.byNickname(request.params['nickname'] ?? '')
  if (!node) throw new Refusal(404, 'There is no item with this nickname')
  return v2(request, nodeResults(request, node))
}

/** GET /v1/nodes/{id}/ancestors: from the volume down to the node. */
export function ancestors(request: EcmRequest): object {
  const line: object[] = []
  for (let node: Node | undefined = nodeOf(request); node; node = request.world.nodes.get(node.parentId)) {
    line.unshift({
      id: node.id,
      name: node.name,
      parent_id: node.parentId,
      type: node.type,
      type_name: typeName(node.type),
    })
  }
  return { ancestors: line }
}

/** GET /v1/volumes/{type} and /v2/volumes. */
export function volume(request: EcmRequest): object {
  const type = integerParam(request, 'type')
  const found = volumeNodes(request).find(node => node.type === type)
  if (!found) throw noNode(type)
  return { data: properties(found, request.settings) }
}

export function volumes(request: EcmRequest): object {
  return v2(
    request,
    volumeNodes(request).map(node => ({ data: { properties: properties(node, request.settings) } })),
  )
}

function volumeNodes({ world }: EcmRequest): Node[] {
  return [2000, 2006].map(id => world.nodes.get(id)).filter(node => node !== undefined)
}

function merged(parts: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(parts.flatMap(part => Object.entries(part)))
}
