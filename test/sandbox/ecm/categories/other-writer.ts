import type { EcmRequest } from '../request.ts'
import { copyOf } from './applied-category.ts'
import { sentValues, writeValues } from './write-values.ts'

/** What another writer does between a client's read and its write. */
export function overwriteFromElsewhere(
  { world, params, nowMs, settings, user }: EcmRequest,
  values: Record<string, unknown>,
): void {
  const node = world.nodes.get(Number(params['id']))
  const present = node?.categories.get(Number(params['category']))
  if (!node || !present) return
  const { category } = present
  const next = { ...copyOf(present), revision: present.revision + 1 }
  writeValues(next, sentValues(values, category.id), settings)
  node.categories.set(category.id, next)
  world.audit.add(node.id, 'attributeChanged', user.id, nowMs)
  world.effect('category-updated-elsewhere', node, 0, { category: category.id, attributes: values })
}
