import type { EcmRequest } from '../request.ts'
import { integerParam, v2 } from '../request.ts'
import type { Node } from '../nodes/node.ts'
import { touch } from '../nodes/touch.ts'
import { neededInteger, textOf } from '../reading/arguments.ts'
import { Refusal, editConflict, groupExists, missing, noNode } from '../refusal.ts'
import { categoryToken, copyOf, emptyCategory } from './applied-category.ts'
import type { AppliedCategory } from './applied-category.ts'
import { neededCategory } from './apply-roles.ts'
import { describe, flatValues } from './show-category.ts'
import { sentValues, writeValues } from './write-values.ts'

/** GET /v2/nodes/{id}/categories: a list, one entry for each category. */
export function listCategories(request: EcmRequest): object {
  const node = categoryNode(request)
  return v2(
    request,
    [...node.categories.values()].map(applied => entry(request, applied)),
  )
}

/** GET /v2/nodes/{id}/categories/{cat}: one entry, not a list. */
export function readCategory(request: EcmRequest): object {
  return v2(request, entry(request, appliedCategory(request, categoryNode(request))))
}

/** POST /v2/nodes/{id}/categories: puts a category on the node, with values or without. */
export function applyCategory(request: EcmRequest): object {
  const { input, world, user, settings } = request
  const node = categoryNode(request)
  const category = neededCategory(world, neededInteger(input, 'category_id'))
  if (node.categories.has(category.id)) throw groupExists(category.name)
  const applied = emptyCategory(category)
  const sent = sentValues(input, category.id)
  writeValues(applied, sent, settings)
  node.categories.set(category.id, applied)
  touch(request, node, 'categoryAdded', category.name)
  world.effect('category-applied', node, user.id, { category: category.id, attributes: attributesOf(sent.entries) })
  return v2(request, {})
}

/**
 * PUT /v1|v2/nodes/{id}/categories/{cat}: only what is sent changes. With a token a stale one is a conflict, and the answer
 * has the next; without one the last writer wins in silence.
 */
export function updateCategory(request: EcmRequest): object {
  const { input, world, user, settings, call } = request
  const node = categoryNode(request)
  const present = appliedCategory(request, node)
  const { category } = present
  const sent = sentValues(input, category.id)
  if (sent.entries.length === 0) throw missing(`${category.id}_…`)
  if (sent.token !== undefined && sent.token !== categoryToken(node.id, present)) throw editConflict()
  const next = { ...copyOf(present), revision: present.revision + 1 }
  writeValues(next, sent, settings)
  node.categories.set(category.id, next)
  touch(request, node)
  for (const [key] of sent.entries) world.audit.add(node.id, 'attributeChanged', user.id, request.nowMs, key)
  const attributes = attributesOf(sent.entries)
  world.effect('category-updated', node, user.id, {
    category: category.id,
    attributes,
    token: sent.token !== undefined,
  })
  const slot = { [`${category.id}_1`]: { metadata_token: categoryToken(node.id, next) } }
  const results = sent.token === undefined ? {} : { state: { categories: slot } }
  return call.path.startsWith('/v1') ? results : v2(request, results)
}

/** DELETE /v2/nodes/{id}/categories/{cat}. */
export function removeCategory(request: EcmRequest): object {
  const node = categoryNode(request)
  const { category } = appliedCategory(request, node)
  node.categories.delete(category.id)
  touch(request, node, 'categoryRemoved', category.name)
  request.world.effect('category-removed', node, request.user.id, { category: category.id })
  return v2(request, {})
}

/** POST and DELETE …/categories/{cat}/inheritance: whether items made below get the category. */
export function inheritCategory(request: EcmRequest): object {
  const node = categoryNode(request)
  const applied = appliedCategory(request, node)
  applied.inherited = request.call.method === 'POST'
  touch(request, node)
  return v2(request, {})
}

/** Category calls answer 500 where the node is missing. */
export function categoryNode(request: EcmRequest): Node {
  const id = integerParam(request, 'id')
  const node = request.world.nodes.get(id)
  if (!node) throw noNode(id)
  return node
}

function appliedCategory(request: EcmRequest, node: Node): AppliedCategory {
  const id = integerParam(request, 'category')
  const applied = node.categories.get(id)
  if (!applied) throw new Refusal(400, `The category ${id} is not on the item`)
  return applied
}

function entry({ settings, call }: EcmRequest, applied: AppliedCategory) {
  const data = { data: { categories: flatValues(applied, settings) } }
  return call.query.has('metadata') ? { ...data, ...describe(applied.category) } : data
}

/** What an effect keeps of the values sent: texts, cut short. */
function attributesOf(entries: readonly (readonly [text: string, key: unknown, value: unknown])[]) {
  const texts = entries.map(([key, , value]) => {
    const text = textOf({ value: typeof value === 'object' ? JSON.stringify(value) : value }, 'value') ?? null
    return [key, text === null ? null : text.slice(0, 256)] as const
  })
  return Object.fromEntries(texts)
}
