import type { Handled } from '../../frame/call.ts'
import { isArray } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { exportProfile } from '../profiles/export-profile.ts'
import type { Profile } from '../profiles/profile.ts'
import { refused, shown } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from './identifiers.ts'
import { readAlias } from './identity.ts'

const selectors = ['external_ids', 'user_aliases', 'device_id', 'braze_id', 'email_address', 'phone']

/** POST /users/export/ids: reads profiles back. Devices are not kept, so `device_id` finds nobody. */
export function exportIds(braze: Braze, { body }: Request): Handled {
  if (selectors.every(field => body[field] === undefined)) {
    return refused(400, `one of '${selectors.join("', '")}' is required`)
  }
  const externalIds = textsOf(body['external_ids'])
  const aliases = objectsIn(body['user_aliases'])
  if (externalIds.length > maxIds || aliases.length > maxIds) {
    return refused(400, 'max number of external_ids and aliases exceeded')
  }

  const { profiles } = braze
  const found = new Set<Profile | undefined>([
    ...externalIds.map(id => profiles.find({ by: 'external_id', id })),
    ...aliases.map(alias => profiles.findBy(readAlias(alias))),
    ...textsOf(body['braze_id']).map(id => profiles.find({ by: 'braze_id', id })),
    ...textsOf(body['email_address']).flatMap(email => profiles.withContact('email', email)),
    ...textsOf(body['phone']).flatMap(phone => profiles.withContact('phone', phone)),
  ])
  const fields = isArray(body['fields_to_export']) ? new Set(body['fields_to_export']) : undefined
  const users = [...found].flatMap(profile => (profile ? [exportProfile(braze, profile, fields)] : []))
  const unknown = externalIds.filter(id => !profiles.find({ by: 'external_id', id }))
  return shown({ users, ...(unknown.length > 0 && { invalid_user_ids: unknown }) }, 201)
}
