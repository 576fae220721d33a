import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Workspace } from '../workspace.ts'
import type { Occurrences, Profile, Receipt } from './profile.ts'

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
export function exportProfile(
  { workspace }: { readonly workspace: Workspace },
  profile: Profile,
  fields?: ReadonlySet<unknown>,
): JsonObject {
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
    ['campaigns_received', campaignsReceived(workspace, profile.campaigns)],
    ['canvases_received', canvasesReceived(workspace, profile.canvases)],
  ]
  return Object.fromEntries(all.filter(([name, value]) => !isEmpty(value) && (!fields || fields.has(name))))
}

function listOf(occurrences: Map<string, Occurrences>): JsonObject[] {
  return [...occurrences].map(([name, { first, last, count }]) => {
    return { name, first: new Date(first).toISOString(), last: new Date(last).toISOString(), count }
  })
}

function campaignsReceived({ campaigns }: Workspace, receipts: Map<string, Receipt> = new Map()): JsonObject[] {
  return [...receipts].map(([id, { lastMs }]) => ({
    name: campaigns.get(id)?.name ?? '',
    api_campaign_id: id,
    last_received: new Date(lastMs).toISOString(),
    engaged: { opened_email: false },
    converted: false,
    in_control: false,
    variation_name: 'Variation 1',
  }))
}

function canvasesReceived({ canvases }: Workspace, receipts: Map<string, Receipt> = new Map()): JsonObject[] {
  return [...receipts].map(([id, { lastMs }]) => ({
    name: canvases.get(id)?.name ?? '',
    api_canvas_id: id,
    last_received_message: new Date(lastMs).toISOString(),
    last_entered: new Date(lastMs).toISOString(),
    variation_name: 'Variation 1',
    in_control: false,
    steps_received: [],
  }))
}

function coordinates(location: unknown): unknown {
  return isJsonObject(location) ? [location['longitude'], location['latitude']] : undefined
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === 0) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
