import type { Handled } from '../../frame/call.ts'
import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { countObjects, kinds } from '../object-kinds.ts'
import { exportProfile } from '../profiles/export-profile.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import type { Valid } from './inspect.ts'
import { judge } from './judge.ts'
import { isOverBulkLimit, isOverLimit } from './sizes.ts'
import { takeIn } from './take-in.ts'

/** POST /users/track: counts and per-object errors at once, application when the queue comes to it. */
export function track(braze: Braze, request: Request): Handled {
  const { body } = request
  const tooMany = isOverLimit(countObjects(body), braze.frame.settings())
  return malformed(body) ?? (tooMany ? refused(400, 'Max Input Length Exceeded') : accept(braze, request))
}

/** POST /users/track/bulk: the same for more objects and fewer bytes. */
export function trackBulk(braze: Braze, request: Request): Handled {
  const { body, call } = request
  const settings = braze.frame.settings()
  const tooMuch = call.bytes > settings.bulk.maxBytes || isOverBulkLimit(body, countObjects(body), settings)
  return malformed(body) ?? (tooMuch ? refused(400, 'Max Input Length Exceeded') : accept(braze, request))
}

/** POST /users/track/sync: one object; 201 means that it is applied. */
export function trackSync(braze: Braze, { call, body }: Request): Handled {
  const wrong = malformed(body)
  if (wrong) return wrong
  const counts = countObjects(body)
  if (kinds.reduce((sum, kind) => sum + counts[kind], 0) > 1) return refused(400, 'Max Input Length Exceeded')
  const { valid, errors } = judge(body, braze.frame.settings())
  if (valid.length === 0) return refused(400, nothingValid, errors)
  const users = takeIn(braze, call, valid).map(profile => {
    const all = exportProfile(braze, profile)
    const { external_id, braze_id, custom_attributes, custom_events, purchases } = all
    const identifier = external_id === undefined ? { braze_id } : { external_id }
    return { ...identifier, custom_attributes, custom_events, purchase_events: purchases }
  })
  return taken({ users })
}

const nothingValid = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."

function malformed(body: JsonObject): Handled | undefined {
  const notAnArray = kinds.find(kind => body[kind] !== undefined && body[kind] !== null && !isArray(body[kind]))
  return notAnArray && refused(400, `'${notAnArray}' must be an array of objects`)
}

function accept(braze: Braze, { call, body }: Request): Handled {
  const { valid, errors } = judge(body, braze.frame.settings())
  if (valid.length === 0) return refused(400, nothingValid, errors)
  processLater(braze, call, () => takeIn(braze, call, valid))
  return taken(processedCounts(body, valid), errors)
}

/** Only arrays that were sent are counted. */
function processedCounts(body: JsonObject, valid: readonly Valid[]): JsonObject {
  const sent = kinds.filter(kind => isArray(body[kind]))
  return Object.fromEntries(
    sent.map(kind => [`${kind}_processed`, valid.filter(object => object.kind === kind).length]),
  )
}
