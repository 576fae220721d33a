import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { kinds } from '../object-kinds.ts'
import type { ObjectCounts } from '../object-kinds.ts'
import type { Settings } from '../settings.ts'
import { objectsOf } from './judge.ts'

/** More objects than the contract lets one request of /users/track have. */
export function isOverLimit(objects: ObjectCounts, { mode, maxObjects }: Settings): boolean {
  const counts = kinds.map(kind => objects[kind])
  return (mode === 'legacy' ? Math.max(...counts) : sum(counts)) > maxObjects
}

/** The same for /users/track/bulk: in all, and for one user. */
export function isOverBulkLimit(body: JsonObject, objects: ObjectCounts, { bulk }: Settings): boolean {
  if (sum(kinds.map(kind => objects[kind])) > bulk.maxObjects) return true
  const perUser = new Map<string, number>()
  for (const { object } of objectsOf(body)) {
    const user = isJsonObject(object) ? JSON.stringify(identifiersOf(object)) : ''
    const count = (perUser.get(user) ?? 0) + 1
    if (count > bulk.maxObjectsPerUser) return true
    perUser.set(user, count)
  }
  return false
}

function identifiersOf({ external_id, user_alias, braze_id, email, phone }: JsonObject): unknown {
  return external_id ?? user_alias ?? braze_id ?? email ?? phone
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0)
}
