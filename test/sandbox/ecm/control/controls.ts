import { flatValues } from '../categories/show-category.ts'
import { categoryToken } from '../categories/applied-category.ts'
import type { Control } from '../../frame/control/control.ts'
import { clearing } from '../../frame/control/control.ts'
import type { Node } from '../nodes/node.ts'
import { properties } from '../nodes/show-node.ts'
import type { World } from '../world.ts'

/** What can be asked of the sandbox's state, beside what every sandbox tells. */
export function ecmControls(world: World): readonly Control[] {
  return [
    {
      method: 'GET',
      path: '/_sandbox/nodes',
      handle: () => ({ total: world.nodes.size, workspaces: world.workspaces.size }),
    },
    {
      method: 'GET',
      path: '/_sandbox/nodes/',
      handle({ tail }) {
        const node = world.nodes.get(Number(tail))
        return node && whole(world, node)
      },
    },
    { method: 'GET', path: '/_sandbox/sessions', handle: () => sessions(world) },
    clearing('/_sandbox/sessions', () => world.sessions.revokeAll()),
  ]
}

function whole(world: World, node: Node) {
  const { settings } = world
  return {
    properties: properties(node, settings),
    nickname: node.nickname ?? null,
    categories: Object.fromEntries([...node.categories].map(([id, applied]) => [id, flatValues(applied, settings)])),
    tokens: Object.fromEntries([...node.categories].map(([id, applied]) => [id, categoryToken(node.id, applied)])),
    versions: node.versions.map(({ id, number, file: { fileName, size, sha256, content } }) => ({
      ...{ version_id: id, version_number: number, file_name: fileName, size, sha256, kept: content !== undefined },
    })),
    workspace: node.workspace && {
      ...{ type_id: node.workspace.typeId, business_object: node.workspace.businessObject ?? null },
      business_properties: node.workspace.businessProperties,
    },
    children: [...node.children.values()].map(({ id, name, type }) => ({ id, name, type })),
  }
}

function sessions(world: World) {
  const { sessions: open, loggedIn, refused } = world.sessions.list()
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    ...{ loggedIn, refused },
    sessions: open.map(({ id, userId, createdMs, lastRequestMs, requests, ticketsIssued }) => ({
      ...{ id, user: world.users.get(userId)?.name ?? null, created: iso(createdMs) },
      ...{ lastRequest: iso(lastRequestMs), requests, ticketsIssued },
    })),
  }
}
