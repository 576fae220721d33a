import { pageAsked, paging, takePage } from '../paging.ts'
import { noNode } from '../refusal.ts'
import { integerParam, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { isContainer } from './node.ts'
import type { Node } from './node.ts'
import { askedFields, properties, showNode } from './show-node.ts'

type Test = (node: Node) => boolean

/** GET /v2/nodes/{id}/nodes. The sub-nodes of a missing node are a 500. Unsorted, the oldest come first. */
export function listChildren(request: EcmRequest): object {
  const { page, list, total } = childrenAsked(request)
  const fields = askedFields(request.call.query.getAll('fields'), ['properties'])
  const { paging: shown, links } = paging(request.call, page, total)
  const collection = { paging: { ...shown, links: { ...links } }, sorting: { sort: [] } }
  return v2(
    request,
    list.map(node => ({ data: showNode(request, node, fields) })),
    { collection },
  )
}

/** GET /v1/nodes/{id}/nodes. */
export function listChildrenV1(request: EcmRequest): object {
  const { page, list, total } = childrenAsked(request)
  const { paging: shown } = paging(request.call, page, total)
  return { data: list.map(node => properties(node, request.settings)), ...shown }
}

function childrenAsked(request: EcmRequest) {
  const { call, world, settings } = request
  const id = integerParam(request, 'id')
  const parent = world.nodes.get(id)
  if (!parent) throw noNode(id)
  const page = pageAsked(call, settings.pageSize.nodes)
  const tests = testsOf(call.query)
  const sort = sortOf(call.query.get('sort'))
  if (tests.length === 0 && !sort) {
    return { page, list: takePage(parent.children.values(), page), total: parent.children.size }
  }
  const fitting = [...parent.children.values()].filter(node => tests.every(test => test(node)))
  if (sort) fitting.sort(sort)
  return { page, list: takePage(fitting, page), total: fitting.length }
}

/** `where_name` finds parts of names, in any case; whoever wants one name compares what comes back. */
function testsOf(query: URLSearchParams): Test[] {
  const tests: Test[] = []
  const wantedTypes = query.getAll('where_type').map(Number)
  if (wantedTypes.length > 0) tests.push(node => wantedTypes.some(type => isOfType(node, type)))
  const name = query.get('where_name')
  if (name !== null) tests.push(nameTest(name))
  return tests
}

/** -1: containers, -2: searchable (all of them here), -3: everything but containers. */
function isOfType(node: Node, wanted: number): boolean {
  if (wanted === -1) return isContainer(node.type)
  if (wanted === -2) return true
  if (wanted === -3) return !isContainer(node.type)
  return node.type === wanted
}

export function nameTest(asked: string): Test {
  const [, how = 'contains_', text = ''] = /^(contains_|startswith_)?(.*)$/s.exec(asked) ?? []
  const part = text.toLowerCase()
  if (how === 'startswith_') return node => node.name.toLowerCase().startsWith(part)
  return node => node.name.toLowerCase().includes(part)
}

const columns: Readonly<Record<string, (node: Node) => string | number>> = {
  id: node => node.id,
  name: node => node.name.toLowerCase(),
  type: node => node.type,
  create_date: node => node.createdMs,
  modify_date: node => node.modifiedMs,
  size: node => node.versions.at(-1)?.file.size ?? node.children.size,
}

/** `name`, `asc_name`, `desc_modify_date`, `-modify_date`; undefined for anything else. Ties keep their order. */
export function sortOf(asked: string | null): ((left: Node, right: Node) => number) | undefined {
  const [, how = 'asc_', column = ''] = /^(asc_|desc_|-)?(.*)$/.exec(asked ?? '') ?? []
  const valueOf = columns[column]
  if (!valueOf) return undefined
  const sign = how === 'asc_' ? 1 : -1
  return (left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)]
    return a === b ? 0 : a < b ? -sign : sign
  }
}
