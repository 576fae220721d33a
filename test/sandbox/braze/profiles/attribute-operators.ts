import { isDeepStrictEqual } from 'node:util'
import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'

const maxLength = 255

/**
 * Sets, changes or removes one custom attribute. `null` removes; `{inc}` adds to a number; `{add}` and `{remove}` change an
 * array of unique values; `{$add, $update, $remove}` an array of objects; any other object replaces what is there, or is
 * merged into it when the request says `_merge_objects`. An operator that does not fit the present value changes nothing.
 */
export function changeAttribute(custom: Map<string, unknown>, name: string, value: unknown, merge: boolean): void {
  const next = nextValue(custom.get(name), value, merge)
  if (next === null) custom.delete(name)
  else if (next !== undefined) custom.set(name, next)
}

/** null: remove; undefined: leave as it is. */
function nextValue(current: unknown, value: unknown, merge: boolean): unknown {
  if (isArray(value)) return unique(value)
  if (!isJsonObject(value)) return value
  const [operator, ...others] = Object.keys(value)
  if (others.length === 0) {
    if (operator === 'inc') return increment(current, value['inc'])
    if (operator === 'add') return addTo(current, value['add'])
    if (operator === 'remove') return removeFrom(current, value['remove'])
  }
  if ('$add' in value || '$update' in value || '$remove' in value) return changeItems(current, value, merge)
  if (!isAllowedNested(value)) return undefined
  return merge && isJsonObject(current) ? deepMerge(current, value) : value
}

function increment(current: unknown, by: unknown): unknown {
  if (typeof by !== 'number') return undefined
  if (current === undefined) return by
  return typeof current === 'number' ? current + by : undefined
}

function addTo(current: unknown, values: unknown): unknown {
  if (!isArray(values) || (current !== undefined && !isArray(current))) return undefined
  return unique([...(current ?? []), ...values])
}

function removeFrom(current: unknown, values: unknown): unknown {
  if (!isArray(values) || !isArray(current)) return undefined
  return current.filter(item => !values.some(value => isDeepStrictEqual(value, item)))
}

function unique(values: readonly unknown[]): unknown[] {
  const scalars = new Set(values)
  return scalars.size === values.length ? [...values] : [...scalars]
}

function changeItems(current: unknown, change: JsonObject, merge: boolean): unknown {
  const list = (value: unknown): JsonObject[] => (isArray(value) ? value.filter(isJsonObject) : [])
  let items = list(current)
  for (const update of list(change['$update'])) {
    const replacement = isJsonObject(update['$new_object']) ? update['$new_object'] : {}
    items = items.map(item => (isMeant(item, update) ? (merge ? deepMerge(item, replacement) : replacement) : item))
  }
  for (const removal of list(change['$remove'])) items = items.filter(item => !isMeant(item, removal))
  return [...items, ...list(change['$add'])]
}

function isMeant(item: JsonObject, { $identifier_key: key, $identifier_value: value }: JsonObject): boolean {
  return typeof key === 'string' && isDeepStrictEqual(item[key], value)
}

function deepMerge(base: JsonObject, change: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base))
  for (const [name, value] of Object.entries(change)) {
    const known = merged.get(name)
    if (value === null) merged.delete(name)
    else merged.set(name, isJsonObject(known) && isJsonObject(value) ? deepMerge(known, value) : value)
  }
  return Object.fromEntries(merged)
}

/** One bad name or text in a nested attribute drops the whole update of that attribute. */
function isAllowedNested(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= maxLength
  if (isArray(value)) return value.every(isAllowedNested)
  if (!isJsonObject(value)) return true
  return Object.entries(value).every(([name, item]) => isAllowedName(name) && isAllowedNested(item))
}

/** `$time` marks a nested date. */
function isAllowedName(name: string): boolean {
  return name === '$time' || (name.length <= maxLength && !/[ .$]/.test(name))
}
