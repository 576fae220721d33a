import { neededInteger, neededText } from '../reading/arguments.ts'
import { Refusal } from '../refusal.ts'
import { integerParam, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import type { Role } from './workspace.ts'
import { workspaceNode } from './write-workspaces.ts'

/** GET /v2/businessworkspaces/{id}/roles. */
export function listRoles(request: EcmRequest): object {
  return v2(
    request,
    [...roles(request).values()].map(role => ({ data: { properties: shown(role) } })),
  )
}

/** GET …/roles/{role}/members. */
export function listRoleMembers(request: EcmRequest): object {
  const members = [...roleOf(request).members].map(id => request.world.users.get(id)).filter(user => user !== undefined)
  return v2(
    request,
    members.map(({ id, name }) => ({ data: { properties: { id, name, type: 0 } } })),
  )
}

/** POST …/roles/{role}/members. */
export function addRoleMember(request: EcmRequest): object {
  roleOf(request).members.add(neededInteger(request.input, 'id'))
  return v2(request, {})
}

/** DELETE …/roles/{role}/members/{member}. */
export function removeRoleMember(request: EcmRequest): object {
  roleOf(request).members.delete(integerParam(request, 'member'))
  return v2(request, {})
}

/** GET, POST and DELETE …/relateditems. */
export function relatedItems(request: EcmRequest): object {
  const { call, world, input } = request
  const { workspace } = workspaceNode(request)
  if (call.method === 'POST') {
    const type = neededText(input, 'rel_type')
    if (type !== 'parent' && type !== 'child') throw new Refusal(400, "rel_type must be 'parent' or 'child'")
    workspace?.related.set(world.nodes.needed(neededInteger(input, 'rel_bw_id')).id, type)
    return v2(request, {})
  }
  if (call.method === 'DELETE') {
    workspace?.related.delete(integerParam(request, 'related'))
    return v2(request, {})
  }
  const related = [...(workspace?.related ?? [])].map(([id, rel_type]) => ({
    id,
    rel_type,
    name: world.nodes.get(id)?.name,
  }))
  return v2(
    request,
    related.map(properties => ({ data: { properties } })),
  )
}

function roles(request: EcmRequest): Map<number, Role> {
  return workspaceNode(request).workspace?.roles ?? new Map<number, Role>()
}

function roleOf(request: EcmRequest): Role {
  const role = roles(request).get(integerParam(request, 'role'))
  if (!role) throw new Refusal(404, 'There is no such role')
  return role
}

function shown({ id, name, leader }: Role) {
  return { id, name, leader, inherited_from_id: null, perms: ['see', 'see_contents', 'modify'] }
}
