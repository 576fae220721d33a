import type { Handled } from '../../frame/call.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from './identifiers.ts'
import { readAlias } from './identity.ts'

/** POST /users/delete: counts the ids that were asked for, whether they were found or not. */
export function deleteUsers(braze: Braze, { call, body }: Request): Handled {
  const { profiles } = braze
  const ids = textsOf(body['external_ids'])
  const aliases = objectsIn(body['user_aliases'])
  const brazeIds = textsOf(body['braze_ids'])
  const asked = ids.length + aliases.length + brazeIds.length
  if (asked === 0) return refused(400, "one of 'external_ids', 'user_aliases', 'braze_ids' is required")
  if (asked > maxIds) return refused(400, 'max number of ids exceeded')
  processLater(braze, call, () => {
    const found = new Set([
      ...ids.map(id => profiles.find({ by: 'external_id', id })),
      ...aliases.map(alias => profiles.findBy(readAlias(alias))),
      ...brazeIds.map(id => profiles.find({ by: 'braze_id', id })),
    ])
    for (const profile of found) if (profile) profiles.remove(profile)
  })
  return taken({ deleted: asked })
}
