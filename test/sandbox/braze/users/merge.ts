import type { Handled } from '../../frame/call.ts'
import { isArray, isJsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { mergeProfiles } from '../profiles/merge-profiles.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { findOne, isPrioritization, maxIds } from './identifiers.ts'
import { readAlias } from './identity.ts'

const fields = ['identifier_to_merge', 'identifier_to_keep']
const badIdentifiers =
  "identifiers must be objects with an 'external_id' property that is a string, or 'user_alias' property that is an object"

/** POST /users/merge: 202, and later the merge, unless one of the two is not exactly one user by then. */
export function merge(braze: Braze, { call, body }: Request): Handled {
  const { merge_updates: updates } = body
  if (!isArray(updates) || !updates.every(isJsonObject)) {
    return refused(400, "'merge_updates' must be an array of objects")
  }
  if (updates.length > maxIds) return refused(400, 'a single request may not contain more than 50 merge updates')
  if (updates.some(update => Object.keys(update).some(field => !fields.includes(field)))) {
    return refused(400, "'merge_updates' must only have 'identifier_to_merge' and 'identifier_to_keep'")
  }
  if (updates.some(update => fields.some(field => !isIdentifier(update[field])))) return refused(400, badIdentifiers)
  processLater(braze, call, () => {
    for (const { identifier_to_merge: from, identifier_to_keep: to } of updates) mergeOne(braze, from, to, call.atMs)
  })
  return taken({}, [], 202)
}

function mergeOne({ profiles }: Braze, from: unknown, to: unknown, nowMs: number): void {
  const merged = findOne(profiles, from)
  const kept = findOne(profiles, to)
  if (!merged || !kept || merged === kept) return
  mergeProfiles(profiles, merged, kept)
  kept.updatedAtMs = nowMs
}

function isIdentifier(value: unknown): boolean {
  if (!isJsonObject(value)) return false
  const { external_id, user_alias, email, phone, prioritization } = value
  if (typeof external_id === 'string' || readAlias(user_alias)) return true
  return (typeof email === 'string' || typeof phone === 'string') && isPrioritization(prioritization)
}
