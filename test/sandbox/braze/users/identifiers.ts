import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Profile } from '../profiles/profile.ts'
import type { ProfileStore } from '../profiles/profile-store.ts'
import { readAlias } from './identity.ts'

/** Most ids, aliases or updates that one request of the endpoints about users may have. */
export const maxIds = 50

/** The ids in a list or a single one; numbers are taken as text. */
export function textsOf(value: unknown): string[] {
  const list = isArray(value) ? value : [value]
  return list.filter(item => typeof item === 'string' || typeof item === 'number').map(String)
}

export function objectsIn(value: unknown): JsonObject[] {
  return isArray(value) ? value.filter(isJsonObject) : []
}

/** What one end of a merge names: nobody, somebody, or nobody because several fit. */
export function findOne(store: ProfileStore, identifier: unknown): Profile | undefined {
  if (!isJsonObject(identifier)) return undefined
  const { external_id: id, user_alias, email, phone, prioritization } = identifier
  if (typeof id === 'string' || typeof id === 'number') return store.find({ by: 'external_id', id: String(id) })
  if (user_alias !== undefined) return store.findBy(readAlias(user_alias))
  if (typeof email === 'string') return prioritized(store.withContact('email', email), textsOf(prioritization))
  if (typeof phone === 'string') return prioritized(store.withContact('phone', phone), textsOf(prioritization))
  return undefined
}

/** Narrows those who share an email or phone by the given rules, one after another; undefined when several are left. */
export function prioritized(sharing: readonly Profile[], rules: readonly string[]): Profile | undefined {
  let left = [...sharing]
  for (const rule of rules) {
    if (rule === 'identified') left = left.filter(({ externalId }) => externalId !== undefined)
    else if (rule === 'unidentified') left = left.filter(({ externalId }) => externalId === undefined)
    else if (rule === 'most_recently_updated') left = newest(left, 1)
    else if (rule === 'least_recently_updated') left = newest(left, -1)
  }
  return left.length === 1 ? left[0] : undefined
}

/** Of equal times the one that came last counts as the newer. */
function newest(profiles: readonly Profile[], sign: 1 | -1): Profile[] {
  let best: Profile | undefined
  for (const profile of profiles) {
    const difference = best ? (profile.updatedAtMs - best.updatedAtMs) * sign : 1
    if (difference > 0 || (difference === 0 && sign === 1)) best = profile
  }
  return best ? [best] : []
}

/** The words Braze knows for `prioritization`; only one of the first two may be used. */
export function isPrioritization(value: unknown): boolean {
  if (!isArray(value) || !value.every(rule => typeof rule === 'string' && rules.includes(rule))) return false
  return !(value.includes('identified') && value.includes('unidentified'))
}
const rules = ['identified', 'unidentified', 'most_recently_updated', 'least_recently_updated']
