import type { JsonObject } from '../../json.ts'
import type { Valid } from '../users/inspect.ts'
import { parseTime } from '../users/time.ts'
import { changeAttribute } from './attribute-operators.ts'
import { isArray, isJsonObject } from '../../json.ts'
import { directives, isSubscriptionState, occur, profileFields, subscribe } from './profile.ts'
import type { Profile } from './profile.ts'
import type { ProfileStore } from './profile-store.ts'

/** Applies one valid object. Gives back whom it changed; undefined: the user is unknown and must not be created. */
export function applyObject(store: ProfileStore, valid: Valid, nowMs: number): Profile | undefined {
  const profile = store.find(valid.identity) ?? (mayCreate(valid) ? store.create(valid.identity, nowMs) : undefined)
  if (!profile) return undefined
  profile.updatedAtMs = nowMs
  if (valid.kind === 'attributes') applyAttributes(store, profile, valid.object)
  else if (valid.kind === 'events') applyEvent(profile, valid.object, nowMs)
  else applyPurchase(profile, valid.object, nowMs)
  return profile
}

/** By alias a user is made only by attributes that say `_update_existing_only: false`; otherwise unless they say true. */
function mayCreate({ kind, identity, object }: Valid): boolean {
  const updateOnly = object['_update_existing_only']
  if (identity.by === 'user_alias') return kind === 'attributes' && updateOnly === false
  return updateOnly !== true
}

function applyAttributes(store: ProfileStore, profile: Profile, object: JsonObject): void {
  const merge = object['_merge_objects'] === true
  for (const [name, value] of Object.entries(object)) {
    if (directives.has(name)) continue
    if (name === 'email' || name === 'phone') store.setContact(profile, name, value)
    else if (name === 'subscription_groups') setSubscriptions(profile, value)
    else if (!profileFields.has(name)) changeAttribute(profile.custom, name, value, merge)
    else if (value === null) profile.fields.delete(name)
    else profile.fields.set(name, value)
  }
}

function setSubscriptions(profile: Profile, groups: unknown): void {
  if (!isArray(groups)) return
  for (const group of groups) {
    if (!isJsonObject(group)) continue
    const { subscription_group_id: id, subscription_state: state } = group
    if (typeof id === 'string' && isSubscriptionState(state)) subscribe(profile, id, state)
  }
}

/** Equal events are not duplicates: each counts. */
function applyEvent(profile: Profile, event: JsonObject, nowMs: number): void {
  occur(profile.events, String(event['name']), occurredAt(event, nowMs), 1)
}

/** A quantity of X counts as X purchases. */
function applyPurchase(profile: Profile, { product_id, price, quantity, ...rest }: JsonObject, nowMs: number): void {
  const times = typeof quantity === 'number' ? quantity : 1
  occur(profile.purchases, String(product_id), occurredAt(rest, nowMs), times)
  profile.totalRevenue += typeof price === 'number' ? price * times : 0
}

/** A time in the future becomes now. */
function occurredAt({ time }: JsonObject, nowMs: number): number {
  return Math.min(parseTime(time) ?? nowMs, nowMs)
}
