import type { Call, Handled } from '../../frame/call.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { shown, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { objectsIn } from '../users/identifiers.ts'
import { catalogError, noCatalog, noItem, refusedCatalog } from './catalog-error.ts'
import type { Catalog } from './catalog-store.ts'
import { isItems, readItems } from './check-items.ts'
import type { Item } from './check-items.ts'

/** What is done to items: PATCH merges objects field by field, PUT replaces, an absent item is made by both. */
type Change = 'create' | 'edit' | 'replace' | 'delete'
const pageSize = 50

/** POST, PATCH, PUT, DELETE /catalogs/{name}/items: 202, done later. */
export function changeItems(change: Change) {
  return (braze: Braze, { call, parameters: { name = '' }, body }: Request): Handled => {
    const catalog = braze.catalogs.find(name)
    if (!catalog) return noCatalog(name)
    const items = readItems(catalog, body['items'])
    if (!isItems(items)) return refusedCatalog([items])
    const known = change === 'create' ? items.find(({ id }) => catalog.items.has(id)) : undefined
    if (known) return alreadyThere(known.id)
    processLater(braze, call, () => {
      for (const item of items) apply(braze, call, catalog, change, item)
    })
    return taken({}, [], 202)
  }
}

/** The same for one item, named in the path, and done at once. */
export function changeItem(change: Change) {
  return (braze: Braze, { call, parameters: { name = '', id = '' }, body }: Request): Handled => {
    const catalog = braze.catalogs.find(name)
    if (!catalog) return noCatalog(name)
    const [given = {}] = objectsIn(body['items'])
    if ('id' in given) return refusedCatalog([catalogError('id-in-body', 'Item ID must not be in the body', ['items'])])
    const items = readItems(catalog, [{ ...given, id }])
    if (!isItems(items)) return refusedCatalog([items])
    if (change === 'create' && catalog.items.has(id)) return alreadyThere(id)
    if ((change === 'delete' || change === 'edit') && !catalog.items.has(id)) return noItem(id)
    for (const item of items) apply(braze, call, catalog, change, item)
    return taken({}, [], change === 'create' ? 201 : 200)
  }
}

/** GET /catalogs/{name}/items: pages of 50; the next one is named by the header Link, as `cursor`. */
export function listItems({ catalogs }: Braze, { call: { query }, parameters: { name = '' } }: Request): Handled {
  const catalog = catalogs.find(name)
  if (!catalog) return noCatalog(name)
  const start = Number(query.get('cursor') ?? 0) || 0
  const all = [...catalog.items.values()]
  const handled = shown({ items: all.slice(start, start + pageSize) })
  if (start + pageSize >= all.length) return handled
  const Link = `</catalogs/${name}/items?cursor=${start + pageSize}>; rel="next"`
  return { ...handled, answer: { ...handled.answer, headers: { Link } } }
}

export function showItem({ catalogs }: Braze, { parameters: { name = '', id = '' } }: Request): Handled {
  const catalog = catalogs.find(name)
  if (!catalog) return noCatalog(name)
  const item = catalog.items.get(id)
  return item ? shown({ items: [item] }) : noItem(id)
}

function apply({ frame }: Braze, call: Call, catalog: Catalog, change: Change, { id, fields }: Item): void {
  const known = catalog.items.get(id)
  if (change === 'delete') catalog.items.delete(id)
  else catalog.items.set(id, { id, ...(change === 'edit' && known ? { ...known, ...fields } : fields) })
  catalog.updatedMs = call.atMs
  frame.effects.add({ kind: 'catalog item', subject: id, id: null }, { catalog: catalog.name, change })
}

function alreadyThere(id: string): Handled {
  return refusedCatalog([catalogError('item-already-exists', 'The item exists already', ['id'], [id])])
}
