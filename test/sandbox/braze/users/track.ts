import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Call, Handled } from '../call.ts'
import { kinds } from '../object-kinds.ts'
import type { Kind, ObjectCounts } from '../object-kinds.ts'
import { applyObject } from '../profiles/apply.ts'
import type { Settings } from '../settings.ts'
import type { World } from '../world.ts'
import { inspect } from './inspect.ts'
import type { Refused, Valid } from './inspect.ts'
import { typeOf } from './rejection.ts'

/** POST /users/track: counts and per-object errors at once, application when the queue comes to it. */
export function track(world: World, call: Call, body: JsonObject): Handled {
  const notAnArray = kinds.find(kind => body[kind] !== undefined && body[kind] !== null && !isArray(body[kind]))
  if (notAnArray) return refuse(`'${notAnArray}' must be an array of objects`)
  if (isOverLimit(call.objects, world.settings)) return refuse('Max Input Length Exceeded')

  const { valid, refused } = judge(body, world.settings)
  const errors = refused.map(({ kind, index, rejection }) => ({
    type: typeOf(rejection, world.settings.errorDialect),
    input_array: kind,
    index,
  }))
  if (valid.length === 0) return refuse(nothingValid, errors)

  world.queue.accept(call.atMs, world.settings.visibilityDelayMs, () => process(world, call, valid))
  const message = { message: 'success', ...(errors.length > 0 && { errors }) }
  return { answer: { status: 201, body: { ...processedCounts(body, valid), ...message } }, applied: true }
}

const nothingValid = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."

function refuse(message: string, errors: readonly unknown[] = []): Handled {
  return { answer: { status: 400, body: { message, ...(errors.length > 0 && { errors }) } }, applied: false }
}

function isOverLimit(objects: ObjectCounts, { mode, maxObjects }: Settings): boolean {
  const counts = kinds.map(kind => objects[kind])
  const count = mode === 'legacy' ? Math.max(...counts) : counts.reduce((sum, one) => sum + one, 0)
  return count > maxObjects
}

function judge(body: JsonObject, settings: Settings): { valid: Valid[]; refused: Refused[] } {
  const valid: Valid[] = []
  const refused: Refused[] = []
  for (const kind of kinds) {
    const array = body[kind]
    if (!isArray(array)) continue
    for (const [index, object] of array.entries()) {
      const verdict = inspect(kind, index, object, settings.blockedExternalIds)
      if ('rejection' in verdict) refused.push(verdict)
      else valid.push(verdict)
    }
  }
  return { valid, refused }
}

/** Only arrays that were sent are counted. */
function processedCounts(body: JsonObject, valid: readonly Valid[]): JsonObject {
  const sent = kinds.filter(kind => isArray(body[kind]))
  return Object.fromEntries(
    sent.map(kind => [`${kind}_processed`, valid.filter(object => object.kind === kind).length]),
  )
}

function process(world: World, call: Call, valid: readonly Valid[]): void {
  const applied = valid.filter(object => applyObject(world.profiles, object, call.atMs))
  world.objects.append(call.bodyText, call.bytes, {
    attributes: indexesOf('attributes', applied),
    events: indexesOf('events', applied),
    purchases: indexesOf('purchases', applied),
  })
}

/** Shared, since most requests leave two of the three lists empty and the log keeps them all. */
const none: readonly number[] = []

function indexesOf(kind: Kind, objects: readonly Valid[]): readonly number[] {
  const indexes = objects.filter(object => object.kind === kind).map(({ index }) => index)
  return indexes.length === 0 ? none : indexes
}
