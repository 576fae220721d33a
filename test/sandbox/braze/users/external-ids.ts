import type { Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from './identifiers.ts'

/** POST /users/external_ids/rename: the old id still leads to the user, as a deprecated one, until it is removed. */
export function renameExternalIds({ profiles }: Braze, { body }: Request): Handled {
  const renames = objectsIn(body['external_id_renames'])
  if (renames.length === 0) return refused(400, "'external_id_renames' is required")
  if (renames.length > maxIds) return refused(400, 'max number of ids exceeded')
  const done: JsonObject[] = []
  const errors: JsonObject[] = []
  for (const [index, { current_external_id: from, new_external_id: to }] of renames.entries()) {
    const profile = profiles.find({ by: 'external_id', id: String(from) })
    const isTaken = profiles.find({ by: 'external_id', id: String(to) }) !== undefined
    if (profile && typeof to === 'string' && !isTaken) {
      profiles.name(profile, to)
      done.push({ current_external_id: from, new_external_id: to })
    } else errors.push({ index, type: isTaken ? "'new_external_id' is in use" : "'current_external_id' was not found" })
  }
  return taken({ rename_errors: errors, external_ids: done })
}

/** POST /users/external_ids/remove: only deprecated ids can be removed. */
export function removeExternalIds({ profiles }: Braze, { body }: Request): Handled {
  const ids = textsOf(body['external_ids'])
  if (ids.length === 0) return refused(400, "'external_ids' is required")
  if (ids.length > maxIds) return refused(400, 'max number of ids exceeded')
  const removed = ids.filter(id => profiles.forgetName(id))
  const errors = ids.flatMap((id, index) => {
    return removed.includes(id) ? [] : [{ index, type: 'the external_id is not a deprecated one' }]
  })
  return taken({ removed_ids: removed, removal_errors: errors })
}
