import type { Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { mergeProfiles } from '../profiles/merge-profiles.ts'
import type { Profile } from '../profiles/profile.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { findOne, maxIds, objectsIn } from './identifiers.ts'

const lists = ['aliases_to_identify', 'emails_to_identify', 'phone_numbers_to_identify'] as const

/** POST /users/identify: gives an external id to a user known by alias, email or phone. Success also when there is none. */
export function identify(braze: Braze, { call, body }: Request): Handled {
  if (lists.every(list => body[list] === undefined)) return refused(400, `one of '${lists.join("', '")}' is required`)
  const wanted = lists.map(list => objectsIn(body[list]))
  if (wanted.some(objects => objects.length > maxIds)) return refused(400, 'max number of ids exceeded')
  if (wanted.flat().some(({ external_id }) => typeof external_id !== 'string' && typeof external_id !== 'number')) {
    return refused(400, "'external_id' is required")
  }
  processLater(braze, call, () => {
    for (const one of wanted.flat()) identifyOne(braze, one, call.atMs)
  })
  const [aliases, emails, phones] = wanted
  return taken({
    ...(body['aliases_to_identify'] !== undefined && { aliases_processed: aliases?.length ?? 0 }),
    ...(body['emails_to_identify'] !== undefined && { emails_processed: emails?.length ?? 0 }),
    ...(body['phone_numbers_to_identify'] !== undefined && { phone_numbers_processed: phones?.length ?? 0 }),
  })
}

/** An unidentified user takes the id, or is merged into who has it; who shares an alias label with the other stays. */
function identifyOne({ profiles }: Braze, { external_id, ...identifier }: JsonObject, nowMs: number): void {
  const found = findOne(profiles, identifier)
  if (!found || found.externalId !== undefined) return
  const id = String(external_id)
  const known = profiles.find({ by: 'external_id', id })
  if (!known) profiles.name(found, id)
  else if (!sharesLabel(found, known)) mergeProfiles(profiles, found, known)
  else return
  ;(known ?? found).updatedAtMs = nowMs
}

function sharesLabel(one: Profile, other: Profile): boolean {
  const labels = new Set(one.aliases.map(({ alias_label }) => alias_label))
  return other.aliases.some(({ alias_label }) => labels.has(alias_label))
}
