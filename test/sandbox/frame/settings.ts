import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'

/** The settings with a change put over: objects field by field, lists and single values whole. */
export function merge(current: JsonObject, change: JsonObject): JsonObject {
  const merged: JsonObject = { ...current }
  for (const [name, value] of Object.entries(change)) {
    const known = merged[name]
    merged[name] = isJsonObject(known) && isJsonObject(value) ? merge(known, value) : value
  }
  return merged
}
