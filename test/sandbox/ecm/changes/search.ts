import type { Node } from '../nodes/node.ts'
import { nameTest } from '../nodes/list-children.ts'
import { askedFields, showNode } from '../nodes/show-node.ts'
import { integerOf, neededText } from '../reading/arguments.ts'
import { paging, takePage } from '../paging.ts'
import { v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { invalidType } from '../refusal.ts'

/**
 * POST /v2/search. Of the query language only `OTName: text` and bare words are understood: both find parts of names. Pages
 * past the end are empty, or the last page again, as is set.
 */
export function search(request: EcmRequest): object {
  const { input, world, settings, call } = request
  const test = queryOf(neededText(input, 'where'))
  const limit = integerOf(input, 'limit') ?? settings.pageSize.search
  const asked = integerOf(input, 'page') ?? 1
  if (limit < 1 || asked < 1) throw invalidType(limit < 1 ? 'limit' : 'page')
  const found = [...world.nodes.all()].filter(test)
  const last = Math.max(1, Math.ceil(found.length / limit))
  const page = settings.pagePastEnd === 'rows' && asked > last ? last : asked
  const fields = askedFields([], ['properties', 'versions'])
  const results = takePage(found, { page, limit }).map(node => ({ data: showNode(request, node, fields) }))
  const { paging: shown, links } = paging(call, { page: asked, limit }, found.length)
  return v2(request, results, { collection: { paging: { ...shown, links }, searching: { cache_id: 1 } } })
}

function queryOf(where: string): (node: Node) => boolean {
  const name = /OTName\s*:\s*"?([^"]*)"?/i.exec(where)?.[1] ?? where.replaceAll('*', '').trim()
  return nameTest(name.trim())
}
