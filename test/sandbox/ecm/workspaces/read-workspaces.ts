import { nameTest, sortOf } from '../nodes/list-children.ts'
import type { Node } from '../nodes/node.ts'
import { pageAsked, paging, takePage } from '../paging.ts'
import { Refusal } from '../refusal.ts'
import { nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { columnQuery } from './column-query.ts'
import { showWorkspace } from './show-workspace.ts'
import { workspaceNode } from './write-workspaces.ts'

type Test = (node: Node) => boolean

/** GET /v2/businessworkspaces: paging stands at the top of the answer. */
export function searchWorkspaces(request: EcmRequest): object {
  const { call, world, settings } = request
  const page = pageAsked(call, settings.pageSize.workspaces)
  const tests = testsOf(request)
  const sort = sortOf(call.query.get('sort'))
  const plain = tests.length === 0 && !sort
  const fitting = plain ? [] : [...world.workspaces.all()].filter(node => tests.every(test => test(node)))
  if (sort) fitting.sort(sort)
  const total = plain ? world.workspaces.size : fitting.length
  const list = takePage(plain ? world.workspaces.all() : fitting, page)
  const { paging: shown, links } = paging(call, page, total)
  const counted = call.query.get('include_total_count') === 'false' ? { ...shown, total_count: undefined } : shown
  const actions = { actions: links }
  return v2(
    request,
    list.map(node => ({ data: showWorkspace(request, node, false) })),
    { paging: { ...counted, ...actions } },
  )
}

/** GET /v2/businessworkspaces/{id}. */
export function readWorkspace(request: EcmRequest): object {
  return v2(request, { data: showWorkspace(request, workspaceNode(request), true) })
}

/** GET /v2/externalsystems/{ext}/botypes/{type}/boids/{id}: one workspace, or a list of one, as is set. */
export function readByBusinessObject(request: EcmRequest): object {
  const { params, world, call, settings } = request
  const { system = '', type = '', object = '' } = params
  const node = world.workspaces.find({ externalSystem: system, type, id: object })
  if (!node) throw new Refusal(404, 'There is no business workspace for this business object')
  const data = { data: showWorkspace(request, node, true) }
  if (settings.businessObjectAnswer === 'single') return v2(request, data)
  return v2(request, [data], { paging: paging(call, { page: 1, limit: settings.pageSize.workspaces }, 1).paging })
}

/** GET /v1/nodes/{id}/businessworkspace: the workspace a node lies in; an empty object outside of all. */
export function workspaceOfNode(request: EcmRequest): object {
  for (let node: Node | undefined = nodeOf(request); node; node = request.world.nodes.get(node.parentId)) {
    if (node.workspace)
      return {
        id: node.id,
        isLinked: node.workspace.businessObject !== undefined,
        type: 848,
        workspace_type_id: node.workspace.typeId,
      }
  }
  return {}
}

/** GET /v2/businessworkspacetypes; 500 when none is configured. */
export function listWorkspaceTypes(request: EcmRequest): object {
  const { world, call } = request
  if (world.workspaceTypes.size === 0) throw new Refusal(500, 'No workspace types are configured')
  const withTemplates = call.query.get('expand_templates') === 'true'
  const results = [...world.workspaceTypes.values()].map(({ id, name, templates }) => ({
    data: {
      properties: {
        ...{ wksp_type_id: id, wksp_type_name: name, rm_enabled: false, wksp_type_icon: null },
        ...(withTemplates && { templates: templates.map(one => ({ id: one.id, name: one.name, subtype: 848 })) }),
      },
    },
  }))
  return v2(request, results)
}

/** The name of a type is matched from its beginning, as it is in practice. */
function testsOf({ call, world, settings }: EcmRequest): Test[] {
  const { query } = call
  const tests: Test[] = []
  const on = (name: string, test: (asked: string) => Test) => {
    const asked = query.get(name)
    if (asked !== null && asked !== '') tests.push(test(asked))
  }
  on('where_workspace_type_id', asked => node => String(node.workspace?.typeId) === asked)
  on('where_workspace_type_name', asked => {
    const part = asked.replace(/^(contains_|startswith_)/, '').toLowerCase()
    return node => (world.workspaceTypes.get(node.workspace?.typeId ?? 0)?.name ?? '').toLowerCase().startsWith(part)
  })
  on('where_name', nameTest)
  on('where_ext_system_id', asked => node => node.workspace?.businessObject?.externalSystem === asked)
  on('where_bo_type', asked => node => node.workspace?.businessObject?.type === asked)
  on('where_bo_id', asked => node => node.workspace?.businessObject?.id === asked)
  on('where_column_query', asked => columnQuery(asked, world, settings))
  return tests
}
