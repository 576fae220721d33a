import type { Refused } from '../../transport/plan-one.ts'

/** The key of a business object, whose workspace is meant. */
export interface BusinessObject {
  readonly externalSystem: string
  readonly type: string
  readonly id: string
}

/** Where in Content Server: a node or a workspace, and folders from there down. */
export interface Place {
  readonly from: number | BusinessObject
  readonly path: readonly string[]
}

/** What a command says of its place. */
interface Said {
  readonly nodeId: number | null
  readonly externalSystem: string | null
  readonly businessObjectType: string | null
  readonly businessObjectId: string | null
  readonly path?: readonly string[]
}

/** Each folder is a call. */
const deepestPath = 8

export function placeOf(said: Said): Place | Refused {
  const { nodeId, externalSystem, businessObjectType: type, businessObjectId: id, path = [] } = said
  if (path.length > deepestPath) return { refusal: `path_too_deep: more than ${deepestPath} folders` }
  if (path.includes('')) return { refusal: 'no_such_place: a folder of the path has no name' }
  if (nodeId !== null) {
    const isNode = Number.isSafeInteger(nodeId) && nodeId > 0
    return isNode ? { from: nodeId, path } : { refusal: `no_such_place: ${nodeId} is no node id` }
  }
  if (!externalSystem || !type || !id)
    return { refusal: 'no_such_place: neither a node id nor external system, type and id of a business object' }
  return { from: { externalSystem, type, id }, path }
}
