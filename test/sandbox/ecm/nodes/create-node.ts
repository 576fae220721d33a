import { categoriesFrom } from '../categories/apply-roles.ts'
import { flagOf, neededInteger, objectOf, textOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import { v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { putVersion, uploadedFile } from '../versions/add-version.ts'
import { typeName, types } from './node.ts'
import type { Node } from './node.ts'
import { checkName, externalFields, newTask, taskFields } from './node-fields.ts'
import { noExternal } from './node-store.ts'
import { properties } from './show-node.ts'

/** POST /v1/nodes and /v2/nodes. A taken name is 400 in v1 and 500 in v2. */
export function createNode(request: EcmRequest): object {
  const isV1 = request.call.path.startsWith('/v1')
  const node = create(request, isV1 ? 400 : 500)
  if (isV1) return { id: node.id }
  return v2(request, { data: { properties: properties(node, request.settings) } })
}

function create(request: EcmRequest, takenStatus: number): Node {
  const { input, world, user, nowMs, settings } = request
  const type = neededInteger(input, 'type')
  if (typeName(type) === undefined) throw new Refusal(400, `Items of type ${type} cannot be made`)
  const parent = world.nodes.needed(neededInteger(input, 'parent_id'))
  const name = checkName(textOf(input, 'name'), settings)
  checkPlace(type, parent)
  const categories = newCategories(request, parent)
  const external = externalFields(input, noExternal)
  const task = type === types.task ? taskFields(input, newTask) : undefined
  // A taken name must leave an upload in parts as it is.
  const taken = world.nodes.childNamed(parent, name) !== undefined
  const file = type === types.document && !taken ? uploadedFile(request) : undefined
  if (type === types.document && !taken && !file) throw missing('file')
  const description = textOf(input, 'description') ?? ''
  const made = { parentId: parent.id, type, name, description, external, userId: user.id, atMs: nowMs }
  const node = world.nodes.add(made, takenStatus)
  for (const [id, applied] of categories) node.categories.set(id, applied)
  node.task = task
  node.advancedVersioning = flagOf(input, 'advanced_versioning') ?? false
  if (file) putVersion(request, node, file, flagOf(input, 'add_major_version') ?? false)
  tell(request, node)
  return node
}

/** Under the parent's inherited categories come the ones sent. */
function newCategories({ input, world, settings }: EcmRequest, parent: Node) {
  const inherited = new Map([...parent.categories].filter(([, applied]) => applied.inherited))
  const roles = objectOf(input, 'roles')
  return categoriesFrom(world, roles && objectOf(roles, 'categories'), settings, inherited)
}

function checkPlace(type: number, parent: Node): void {
  if (type !== types.task) return
  if (parent.type !== types.taskList && parent.type !== types.taskGroup) {
    throw new Refusal(400, 'A task can be made in a task list or task group only')
  }
}

function tell({ world, user, nowMs }: EcmRequest, node: Node): void {
  world.audit.add(node.id, 'created', user.id, nowMs, node.name)
  const [version] = node.versions
  world.effect(node.type === types.task ? 'task-created' : 'node-created', node, user.id, {
    type: node.type,
    ...(version && { size: version.file.size, sha256: version.file.sha256 }),
  })
}
