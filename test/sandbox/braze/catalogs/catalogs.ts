import type { Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { shown, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { objectsIn } from '../users/identifiers.ts'
import { catalogError, noCatalog, refusedCatalog } from './catalog-error.ts'
import type { Catalog } from './catalog-store.ts'

export function listCatalogs({ catalogs }: Braze): Handled {
  return shown({ catalogs: catalogs.all().map(headOf) })
}

/** POST /catalogs: one at a time; its first field must be the id. */
export function createCatalog({ catalogs }: Braze, { call, body }: Request): Handled {
  const [wanted, ...others] = objectsIn(body['catalogs'])
  if (!wanted || others.length > 0) {
    return refusedCatalog([catalogError('catalog-array-invalid', 'Give an array of one catalog', ['catalogs'])])
  }
  const { name, description = '' } = wanted
  if (typeof name !== 'string' || !/^[\w-]{1,250}$/.test(name)) {
    return refusedCatalog([catalogError('invalid_catalog_name', 'Name is not valid', ['name'], [name])])
  }
  if (catalogs.find(name)) {
    const message = 'A catalog with that name already exists'
    return refusedCatalog([catalogError('catalog-name-already-exists', message, ['name'], [name])])
  }
  const fields = objectsIn(wanted['fields']).map(field => ({
    name: String(field['name']),
    type: String(field['type']),
  }))
  if (fields[0]?.name !== 'id' || fields[0].type !== 'string') {
    return refusedCatalog([catalogError('id-not-first-column', 'The first field must be a string id', ['fields'])])
  }
  const catalog = catalogs.create({ name, description: String(description), fields }, call.atMs)
  return taken({ catalogs: [headOf(catalog)] })
}

export function deleteCatalog({ catalogs }: Braze, { parameters: { name = '' } }: Request): Handled {
  return catalogs.delete(name) ? taken({}, [], 200) : noCatalog(name)
}

function headOf({ name, description, fields, items, updatedMs }: Catalog): JsonObject {
  return { name, description, fields, num_items: items.size, updated_at: new Date(updatedMs).toISOString() }
}
