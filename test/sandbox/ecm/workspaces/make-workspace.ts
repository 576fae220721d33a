import { categoriesFrom } from '../categories/apply-roles.ts'
import { emptyCategory } from '../categories/applied-category.ts'
import type { AppliedCategory } from '../categories/applied-category.ts'
import { types } from '../nodes/node.ts'
import type { Node } from '../nodes/node.ts'
import { Refusal } from '../refusal.ts'
import type { JsonObject } from '../../json.ts'
import type { Template, WorkspaceType } from '../start-state.ts'
import type { World } from '../world.ts'
import type { BusinessObject } from './workspace.ts'

export interface NewWorkspace {
  readonly id?: number | undefined
  readonly type: WorkspaceType
  readonly template: Template
  readonly name: string
  readonly description: string
  readonly parentId: number
  readonly businessObject: BusinessObject | undefined
  readonly categories: JsonObject
  readonly businessProperties: JsonObject
  readonly userId: number
  readonly atMs: number
}

/** Makes a workspace with its template's folders, categories and roles. Nothing is made when anything is wrong. */
export function makeWorkspace(world: World, made: NewWorkspace): Node {
  const { type, template, businessObject, userId, atMs } = made
  const parent = world.nodes.needed(made.parentId)
  if (businessObject && world.workspaces.find(businessObject)) {
    throw new Refusal(400, `The business object '${businessObject.id}' has a workspace already`)
  }
  const categories = categoriesFrom(world, made.categories, world.settings, fromTemplate(world, template))
  const { id, name, description } = made
  const node = world.nodes.add({ id, parentId: parent.id, type: types.workspace, name, description, userId, atMs })
  for (const [categoryId, applied] of categories) node.categories.set(categoryId, applied)
  const roles = template.roles.map((role, at) => {
    const roleId = world.nodes.takeId()
    return [roleId, { id: roleId, name: role, leader: at === 0, members: new Set<number>() }] as const
  })
  node.workspace = {
    ...{ typeId: type.id, templateId: template.id, businessObject, references: [] },
    ...{ roles: new Map(roles), related: new Map(), businessProperties: made.businessProperties },
  }
  world.workspaces.add(node)
  for (const folder of template.folders) {
    const child = world.nodes.add({ parentId: node.id, type: types.folder, name: folder, userId, atMs })
    world.audit.add(child.id, 'created', userId, atMs, folder)
  }
  world.audit.add(node.id, 'created', userId, atMs, name)
  return node
}

function fromTemplate(world: World, template: Template): Map<number, AppliedCategory> {
  const compiled = template.categories.map(id => world.categories.get(id)).filter(one => one !== undefined)
  return new Map(compiled.map(category => [category.id, emptyCategory(category)]))
}
