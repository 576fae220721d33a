import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Occurrences, Profile } from './profile.ts'

/** Profile fields that the export shows under their own name. */
const exported = [
  'first_name',
  'last_name',
  'email',
  'dob',
  'home_city',
  'country',
  'phone',
  'language',
  'time_zone',
  'gender',
  'push_subscribe',
  'email_subscribe',
  'push_tokens',
]

/** A profile as /users/export/ids shows it: what is empty is left out, and of the rest only the fields asked for. */
export function exportProfile(profile: Profile, fields?: ReadonlySet<unknown>): JsonObject {
  const all: [string, unknown][] = [
    ['created_at', new Date(profile.createdAtMs).toISOString().replace('T', ' ').replace('Z', ' UTC')],
    ['external_id', profile.externalId],
    ['user_aliases', profile.aliases],
    ['appboy_id', profile.brazeId],
    ['braze_id', profile.brazeId],
    ['random_bucket', profile.randomBucket],
    ...exported.map((name): [string, unknown] => [name, profile.fields.get(name)]),
    ['last_coordinates', coordinates(profile.fields.get('current_location'))],
    ['custom_attributes', Object.fromEntries(profile.custom)],
    ['custom_events', listOf(profile.events)],
    ['purchases', listOf(profile.purchases)],
    ['total_revenue', profile.totalRevenue],
  ]
  return Object.fromEntries(all.filter(([name, value]) => !isEmpty(value) && (!fields || fields.has(name))))
}

function listOf(occurrences: Map<string, Occurrences>): JsonObject[] {
  return [...occurrences].map(([name, { first, last, count }]) => {
    return { name, first: new Date(first).toISOString(), last: new Date(last).toISOString(), count }
  })
}

function coordinates(location: unknown): unknown {
  return isJsonObject(location) ? [location['longitude'], location['latitude']] : undefined
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === 0) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
