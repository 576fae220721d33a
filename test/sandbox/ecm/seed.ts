import { categoriesFrom } from './categories/apply-roles.ts'
import { categoriesVolumeId, enterpriseId, types } from './nodes/node.ts'
import { Refusal } from './refusal.ts'
import { FileIntake } from './reading/stored-file.ts'
import type { StartNode, StartWorkspace } from './start-state.ts'
import { adminId } from './world.ts'
import type { World } from './world.ts'
import { makeWorkspace } from './workspaces/make-workspace.ts'

/** Makes what exists at the start. No audit rows and no effects come of it but a workspace's own. */
export function seedNodes(world: World): void {
  const { nodes, settings } = world
  const volume = { parentId: -1, userId: adminId, atMs: 0 }
  nodes.add({ ...volume, id: enterpriseId, type: types.enterpriseVolume, name: 'Enterprise' })
  nodes.add({ ...volume, id: categoriesVolumeId, type: types.categoriesVolume, name: 'Content Server Categories' })
  nodes.startIdsAt(settings.firstNodeId)
  for (const { id, name } of settings.categories) {
    nodes.add({ ...volume, parentId: categoriesVolumeId, id, type: types.category, name })
  }
  for (const one of settings.nodes) seeding(`node '${one.name}'`, () => seedNode(world, one))
  for (const one of settings.workspaces) seeding(`workspace '${one.name}'`, () => seedWorkspace(world, one))
}

function seedNode(world: World, start: StartNode): void {
  const { id, parentId, type, name, description } = start
  world.nodes.needed(parentId)
  const node = world.nodes.add({ id, parentId, type, name, description, userId: adminId, atMs: 0 })
  const categories = categoriesFrom(world, start.categories, world.settings)
  for (const [categoryId, applied] of categories) node.categories.set(categoryId, applied)
  if (start.nickname !== undefined) world.nodes.giveNickname(node, start.nickname)
  if (type !== types.document) return
  const intake = new FileIntake(world.settings.keepContentBytes)
  intake.take(Buffer.from(start.content ?? ''))
  node.versions.push({
    ...{ id: world.nodes.takeId(), number: 1, major: 0, minor: 1, description: '', createdMs: 0, ownerId: adminId },
    ...{ file: intake.finish(name, 'text/plain'), locked: false },
  })
}

function seedWorkspace(world: World, start: StartWorkspace): void {
  const type = world.workspaceTypes.get(start.typeId)
  const template = type?.templates.find(one => start.templateId === undefined || one.id === start.templateId)
  if (!type || !template) throw new Refusal(400, 'no such workspace type or template')
  const { externalSystem = type.externalSystem, businessObjectType = type.businessObjectType, businessObjectId } = start
  const complete = externalSystem !== undefined && businessObjectType !== undefined && businessObjectId !== undefined
  makeWorkspace(world, {
    ...{ id: start.id, type, template, name: start.name, description: '', parentId: start.parentId ?? type.parentId },
    businessObject: complete ? { externalSystem, type: businessObjectType, id: businessObjectId } : undefined,
    ...{ categories: start.categories, businessProperties: {}, userId: adminId, atMs: 0 },
  })
}

function seeding(what: string, make: () => void): void {
  try {
    make()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Error(`the ${what} cannot be made: ${error.message}`, { cause: error })
  }
}
