import { attributeOf } from './column-query.ts'
import type { Node } from '../nodes/node.ts'
import { askedFields, showNode } from '../nodes/show-node.ts'
import type { EcmRequest } from '../request.ts'
import type { JsonObject } from '../../json.ts'

/** The `data` of one workspace; categories only where they are honoured, which lists do not. */
export function showWorkspace(request: EcmRequest, node: Node, single: boolean): JsonObject {
  const { call, world, settings } = request
  const whenNone = single ? ['properties', 'business_properties', 'categories'] : ['properties']
  const fields = askedFields(call.query.getAll('fields'), whenNone)
  const data = showNode(request, node, fields)
  if (!single) delete data['categories']
  const workspace = node.workspace
  const type = workspace && world.workspaceTypes.get(workspace.typeId)
  if (workspace && fields.has('business_properties')) {
    data['business_properties'] = {
      business_object_id: workspace.businessObject?.id ?? null,
      business_object_type: workspace.businessObject?.type ?? null,
      business_object_type_id: type?.businessObjectTypeId ?? null,
      external_system_id: workspace.businessObject?.externalSystem ?? null,
      ...{ workspace_type_id: workspace.typeId, workspace_type_name: type?.name ?? '' },
      ...{ workspace_template_id: workspace.templateId },
    }
  }
  if (fields.has('workspace_references')) data['workspace_references'] = references(node)
  if (fields.has('wksp_info')) data['wksp_info'] = { wksp_type_icon: null }
  for (const [column, key] of Object.entries(type?.columns ?? {})) {
    if (!single) data['properties'] = { ...object(data['properties']), [column]: attributeOf(node, key, settings) }
  }
  return data
}

function references({ workspace }: Node): object[] {
  if (!workspace) return []
  const all = [...(workspace.businessObject ? [workspace.businessObject] : []), ...workspace.references]
  return all.map(({ externalSystem, type, id }) => ({
    ...{ external_system_id: externalSystem, business_object_type: type, business_object_id: id },
  }))
}

function object(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
