import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { catalogError } from './catalog-error.ts'
import type { CatalogError } from './catalog-error.ts'
import type { Catalog } from './catalog-store.ts'

const maxItems = 50
const maxIdLength = 250
const maxItemLength = 5000
const maxDepth = 50

/** An item with a sound id. */
export interface Item {
  readonly id: string
  readonly fields: JsonObject
}

/** The items of a bulk request, or the first thing wrong with them. */
export function readItems(catalog: Catalog, items: unknown): Item[] | CatalogError {
  if (!isArray(items) || !items.every(isJsonObject)) {
    return catalogError('item-array-invalid', 'Items must be an array of objects', ['items'])
  }
  if (items.length > maxItems) {
    return catalogError('request-includes-too-many-items', `Request has more than ${maxItems} items`, ['items'])
  }
  const read = items.map(({ id, ...fields }) => ({ id, fields }))
  const wrong = checkIds(read.map(({ id }) => id)) ?? checkFields(catalog, read)
  if (wrong) return wrong
  return read.map(({ id, fields }) => ({ id: String(id), fields }))
}

export function isItems(value: Item[] | CatalogError): value is Item[] {
  return isArray(value)
}

function checkIds(ids: readonly unknown[]): CatalogError | undefined {
  if (ids.some(id => id === undefined))
    return catalogError('items-missing-ids', 'There are items without an ID', ['items'])
  if (!ids.every(id => typeof id === 'string')) return catalogError('ids-not-strings', 'IDs must be strings', ['items'])
  const tooLong = ids.find(id => id.length > maxIdLength)
  if (tooLong !== undefined)
    return catalogError('ids-too-large', 'IDs can be 250 characters at most', ['items'], [tooLong])
  const bad = ids.find(id => !/^[\w-]+$/.test(id))
  if (bad !== undefined) {
    return catalogError('invalid-ids', 'IDs can only have letters, numbers, hyphens and underscores', ['items'], [bad])
  }
  return new Set(ids).size === ids.length
    ? undefined
    : catalogError('ids-not-unique', 'IDs must be unique', ['items'], ids)
}

function checkFields(
  catalog: Catalog,
  items: readonly { id: unknown; fields: JsonObject }[],
): CatalogError | undefined {
  const types = new Map(catalog.fields.map(({ name, type }) => [name, type]))
  for (const { id, fields } of items) {
    if (JSON.stringify(fields).length > maxItemLength) {
      return catalogError('items-too-large', 'Items can be 5000 characters at most', ['items'], [id])
    }
    for (const [name, value] of Object.entries(fields)) {
      const type = types.get(name)
      if (type === undefined)
        return catalogError('invalid-fields', 'Some fields are not in the catalog', ['id'], [name])
      const wrong = checkValue(name, type, value)
      if (wrong) return wrong
    }
  }
  return undefined
}

function checkValue(name: string, type: string, value: unknown): CatalogError | undefined {
  if (value === null) return undefined
  if (depthOf(value) > maxDepth) return catalogError('too-deep-nesting-in-value-object', 'Nested too deep', [name])
  if (hasBadKey(value)) {
    return catalogError('invalid-keys-in-value-object', "Keys must not have '.' or '$'", [name])
  }
  return fits(type, value)
    ? undefined
    : catalogError('unable-to-coerce-value', 'Value is of another type', [name], [value])
}

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value)))
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
    case 'time':
      return typeof value === 'number' || (typeof value === 'string' && !isNaN(Date.parse(value)))
    case 'array':
      return isArray(value)
    case 'object':
      return isJsonObject(value)
    default:
      return typeof value !== 'object'
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function hasBadKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, inner]) => (!isArray(value) && /[.$]/.test(name)) || hasBadKey(inner))
}
