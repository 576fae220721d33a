import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Input } from '../call.ts'
import { integerOf, listOf, objectOf, textOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import type { Template, WorkspaceType } from '../start-state.ts'
import type { World } from '../world.ts'
import type { BusinessObject } from './workspace.ts'

/** One workspace as a creation or a bulk call describes it, names resolved. */
export interface WorkspaceItem {
  readonly type: WorkspaceType
  readonly template: Template
  readonly name: string | undefined
  readonly description: string | undefined
  readonly parentId: number | undefined
  readonly businessObject: BusinessObject | undefined
  readonly categories: JsonObject
  readonly businessProperties: JsonObject
}

/** The type comes from the template, from `wksp_type_id`, or from the type of business object. */
export function readItem(world: World, input: Input): WorkspaceItem {
  const { type, template } = typeAndTemplate(world, input)
  const roles = objectOf(input, 'roles')
  const businessProperties = propertiesOf(input)
  const categories = { ...(roles && objectOf(roles, 'categories')), ...mapped(type, businessProperties) }
  return {
    ...{ type, template, name: textOf(input, 'name'), description: textOf(input, 'description') },
    ...{ parentId: integerOf(input, 'parent_id'), categories, businessProperties },
    businessObject: businessObjectOf(input, type),
  }
}

function typeAndTemplate(world: World, input: Input): { type: WorkspaceType; template: Template } {
  const templateId = integerOf(input, 'template_id')
  const typeId = integerOf(input, 'wksp_type_id')
  const objectTypeId = integerOf(input, 'bo_type_id')
  const objectType = textOf(input, 'bo_type')
  for (const type of world.workspaceTypes.values()) {
    const template = type.templates.find(one => templateId === undefined || one.id === templateId)
    const fits =
      templateId !== undefined ||
      (typeId !== undefined && type.id === typeId) ||
      (objectTypeId !== undefined && type.businessObjectTypeId === objectTypeId) ||
      (objectType !== undefined && type.businessObjectType === objectType)
    if (template && fits) return { type, template }
  }
  if ([templateId, typeId, objectTypeId, objectType].every(one => one === undefined)) throw missing('template_id')
  throw new Refusal(400, 'There is no workspace template for these parameters')
}

/** The key of a workspace: undefined unless `bo_id` was sent. */
export function businessObjectOf(input: Input, type?: WorkspaceType): BusinessObject | undefined {
  const id = textOf(input, 'bo_id')
  if (id === undefined || id === '') return undefined
  const externalSystem = textOf(input, 'ext_system_id') ?? type?.externalSystem
  const objectType = textOf(input, 'bo_type') ?? type?.businessObjectType
  if (externalSystem === undefined || objectType === undefined) throw missing('ext_system_id', 'bo_type')
  return { externalSystem, type: objectType, id }
}

/** `bo_properties: [{ name, values }]` as an object; one value alone stands for itself. */
function propertiesOf(input: Input): JsonObject {
  const properties = (listOf(input, 'bo_properties') ?? []).filter(isJsonObject)
  return Object.fromEntries(
    properties.map(({ name, values }) => [String(name), isArray(values) && values.length === 1 ? values[0] : values]),
  )
}

/** Business properties fill the attributes the type maps them to; others are kept beside. */
function mapped({ businessProperties }: WorkspaceType, sent: JsonObject): JsonObject {
  const pairs = Object.entries(sent).flatMap(([name, value]) => {
    const key = businessProperties[name]
    return key === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(pairs)
}
