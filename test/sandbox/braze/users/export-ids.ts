import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Call, Handled } from '../call.ts'
import { exportProfile } from '../profiles/export-profile.ts'
import type { Profile } from '../profiles/profile.ts'
import type { World } from '../world.ts'
import { readAlias } from './identity.ts'

const maxIds = 50
const selectors = ['external_ids', 'user_aliases', 'device_id', 'braze_id', 'email_address', 'phone']

/** POST /users/export/ids: reads profiles back. Devices are not kept, so `device_id` finds nobody. */
export function exportIds(world: World, _call: Call, body: JsonObject): Handled {
  if (selectors.every(field => body[field] === undefined))
    return refuse(`one of '${selectors.join("', '")}' is required`)
  const externalIds = texts(body['external_ids'])
  const aliases = isArray(body['user_aliases']) ? body['user_aliases'] : []
  if (externalIds.length > maxIds || aliases.length > maxIds) {
    return refuse('max number of external_ids and aliases exceeded')
  }

  const { profiles } = world
  const found = new Set<Profile | undefined>([
    ...externalIds.map(id => profiles.find({ by: 'external_id', id })),
    ...aliases.map(alias => profiles.findBy(readAlias(alias))),
    ...texts(body['braze_id']).map(id => profiles.find({ by: 'braze_id', id })),
    ...texts(body['email_address']).map(id => profiles.find({ by: 'email', id })),
    ...texts(body['phone']).map(id => profiles.find({ by: 'phone', id })),
  ])
  const fields = isArray(body['fields_to_export']) ? new Set(body['fields_to_export']) : undefined
  const users = [...found].flatMap(profile => (profile ? [exportProfile(profile, fields)] : []))
  const unknown = externalIds.filter(id => !profiles.find({ by: 'external_id', id }))
  const invalid = unknown.length > 0 && { invalid_user_ids: unknown }
  return { answer: { status: 201, body: { users, ...invalid, message: 'success' } }, applied: false }
}

function refuse(message: string): Handled {
  return { answer: { status: 400, body: { message } }, applied: false }
}

/** The ids in a list or a single one; numbers are taken as text. */
function texts(value: unknown): string[] {
  const list = isArray(value) ? value : [value]
  return list.filter(item => typeof item === 'string' || typeof item === 'number').map(String)
}
