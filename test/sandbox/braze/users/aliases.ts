import type { Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from './identifiers.ts'
import { readAlias } from './identity.ts'

/** POST /users/alias/new: an alias for a known user, or a new user that has nothing else. */
export function newAliases(braze: Braze, { call, body }: Request): Handled {
  const aliases = objectsIn(body['user_aliases'])
  if (aliases.length === 0) return refused(400, "'user_aliases' is required")
  if (aliases.length > maxIds) return refused(400, 'max number of external_ids and aliases exceeded')
  if (aliases.some(alias => !readAlias(alias))) return refused(400, aliasIncomplete)
  processLater(braze, call, () => {
    for (const alias of aliases) addOne(braze, alias, call.atMs)
  })
  return taken({ aliases_processed: aliases.length })
}

const aliasIncomplete = "'user_aliases' must have an 'alias_name' and an 'alias_label'"

/** An external id that nobody has adds nothing; neither does an alias that somebody has. */
function addOne({ profiles }: Braze, { external_id, ...rest }: JsonObject, nowMs: number): void {
  const identity = readAlias(rest)
  if (identity?.by !== 'user_alias' || profiles.find(identity)) return
  const [id] = textsOf(external_id)
  const profile = id === undefined ? undefined : profiles.find({ by: 'external_id', id })
  if (id === undefined) profiles.create(identity, nowMs)
  else if (profile) profiles.addAlias(profile, { alias_name: identity.name, alias_label: identity.label })
}

/** POST /users/alias/update: another name under the same label. */
export function updateAliases(braze: Braze, { call, body }: Request): Handled {
  const updates = objectsIn(body['alias_updates'])
  if (updates.length === 0) return refused(400, "'alias_updates' is required")
  if (updates.length > maxIds) return refused(400, 'max number of external_ids and aliases exceeded')
  processLater(braze, call, () => {
    for (const { alias_label: label, old_alias_name: from, new_alias_name: to } of updates) {
      renameOne(braze, String(label), String(from), String(to))
    }
  })
  return taken({ aliases_updated: updates.length })
}

function renameOne({ profiles }: Braze, label: string, from: string, to: string): void {
  const profile = profiles.find({ by: 'user_alias', name: from, label })
  if (!profile || profiles.find({ by: 'user_alias', name: to, label })) return
  profiles.removeAlias(profile, { alias_name: from, alias_label: label })
  profiles.addAlias(profile, { alias_name: to, alias_label: label })
}
