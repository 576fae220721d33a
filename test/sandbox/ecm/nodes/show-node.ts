import { flatValues } from '../categories/show-category.ts'
import { isContainer, typeName, types } from './node.ts'
import type { Node } from './node.ts'
import { writeDate } from '../dates.ts'
import type { EcmRequest } from '../request.ts'
import type { Settings } from '../settings.ts'
import { showVersion } from '../versions/show-version.ts'
import type { JsonObject } from '../../json.ts'

/** Which parts of a node the query wants: names, each with the fields in braces where it limits them. */
export type Fields = ReadonlyMap<string, readonly string[] | undefined>

/** `fields=properties{id,name}&fields=versions.element(0)`. */
export function askedFields(asked: readonly string[], whenNone: readonly string[]): Fields {
  if (asked.length === 0) return new Map(whenNone.map(name => [name, undefined]))
  return new Map(
    asked.map(text => {
      const [, name = text, inner] = /^([a-z_]+)(?:\.element\(\d+\))?(?:\{([^}]*)\})?$/.exec(text) ?? []
      return [name, inner?.split(',').map(part => part.trim())]
    }),
  )
}

/** The `data` object of one node. */
export function showNode({ settings, call, world }: EcmRequest, node: Node, fields: Fields): JsonObject {
  const data: JsonObject = {}
  if (fields.has('properties')) data['properties'] = pick(properties(node, settings), fields.get('properties'))
  if (fields.has('categories')) {
    data['categories'] = [...node.categories.values()].map(applied => flatValues(applied, settings))
  }
  if (fields.has('versions')) {
    const newestFirst = [...node.versions].reverse().map(version => showVersion(version, settings))
    const wantsOne = call.query.getAll('fields').some(text => text.startsWith('versions.element(0)'))
    data['versions'] = wantsOne ? (newestFirst[0] ?? {}) : newestFirst
  }
  if (fields.has('permissions')) data['permissions'] = { owner: { permissions: ['see', 'see_contents', 'modify'] } }
  const parent = call.query.getAll('expand').some(text => text.includes('parent_id')) && world.nodes.get(node.parentId)
  if (parent) data['properties'] = { ...properties(node, settings), parent_id_expand: properties(parent, settings) }
  return data
}

export function properties(node: Node, settings: Settings): JsonObject {
  const { external, reserved, task } = node
  const newest = node.versions.at(-1)
  const size = node.type === types.document ? (newest?.file.size ?? 0) : node.children.size
  return {
    ...{ id: node.id, name: node.name, parent_id: node.parentId, description: node.description },
    ...{ type: node.type, type_name: typeName(node.type) ?? 'Item' },
    ...{ create_date: writeDate(node.createdMs, settings), create_user_id: node.createUserId },
    ...{ modify_date: writeDate(node.modifiedMs, settings), modify_user_id: node.modifyUserId },
    ...{ container: isContainer(node.type), container_size: node.children.size },
    ...{ size, size_formatted: node.type === types.document ? `${Math.ceil(size / 1024)} KB` : `${size} Items` },
    mime_type: newest?.file.mimeType ?? null,
    ...{ owner: '', owner_user_id: node.createUserId, owner_group_id: 999, favorite: false, hidden: false },
    ...{ reserved: reserved !== undefined, reserved_user_id: reserved?.userId ?? 0 },
    reserved_date: reserved ? writeDate(reserved.atMs, settings) : null,
    ...{ status: null, volume_id: -2000, versions_control_advanced: node.advancedVersioning },
    ...{ external_create_date: external.create_date, external_modify_date: external.modify_date },
    ...{ external_identity: external.identity, external_identity_type: external.identity_type },
    external_source: external.source,
    ...task,
  }
}

function pick(all: JsonObject, names: readonly string[] | undefined): JsonObject {
  if (!names) return all
  return Object.fromEntries(names.filter(name => name in all).map(name => [name, all[name]]))
}
