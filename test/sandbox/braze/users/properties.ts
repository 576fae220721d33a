import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { invalid } from './rejection.ts'
import type { Rejection } from './rejection.ts'

/** Characters in a name or a string value. */
const maxLength = 255
const reserved = ['time', 'event_name']

/** Largest `properties` of nested values: 100 KB in an event, 50 KB in a purchase. */
export const maxNestedBytes = { events: 100 * 1024, purchases: 50 * 1024 } as const

/** Checks `properties`; an absent one is right. The rules are Braze's, the sentences ours. */
export function checkProperties(value: unknown, maxBytes: number): Rejection | undefined {
  if (value === undefined || value === null) return undefined
  if (!isJsonObject(value)) return invalid('properties')
  const reservedName = reserved.find(name => Object.hasOwn(value, name))
  if (reservedName !== undefined) return { sentence: `'${reservedName}' is a reserved property name` }
  const wrong = checkNames(value)
  if (wrong) return wrong
  const nested = Object.values(value).some(item => typeof item === 'object' && item !== null)
  if (nested && Buffer.byteLength(JSON.stringify(value)) > maxBytes) {
    return { sentence: `'properties' must be at most ${maxBytes / 1024} KB` }
  }
  return undefined
}

function checkNames(object: JsonObject): Rejection | undefined {
  for (const [name, value] of Object.entries(object)) {
    if (name.length > maxLength) return { sentence: `a property name must be at most ${maxLength} characters` }
    if (name.startsWith('$')) return { sentence: `property name '${name}' must not begin with '$'` }
    const wrong = checkValue(name, value)
    if (wrong) return wrong
  }
  return undefined
}

function checkValue(name: string, value: unknown): Rejection | undefined {
  if (typeof value === 'string' && value.length > maxLength) {
    return { sentence: `the value of property '${name}' must be at most ${maxLength} characters` }
  }
  if (isArray(value)) {
    for (const item of value) {
      const wrong = checkValue(name, item)
      if (wrong) return wrong
    }
  }
  return isJsonObject(value) ? checkNames(value) : undefined
}
