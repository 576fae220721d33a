import type { Call } from '../../frame/call.ts'
import type { Braze } from '../braze.ts'
import { effectId } from '../effect-id.ts'
import type { Kind } from '../object-kinds.ts'
import { applyObject } from '../profiles/apply.ts'
import { subjectOf } from '../profiles/profile.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Valid } from './inspect.ts'

/** Applies the valid objects of a request, in order, and gives back the users they changed. */
export function takeIn({ profiles, objects, frame }: Braze, call: Call, valid: readonly Valid[]): Profile[] {
  const applied: Valid[] = []
  const changed: Profile[] = []
  for (const object of valid) {
    const profile = applyObject(profiles, object, call.atMs)
    if (!profile) continue
    applied.push(object)
    changed.push(profile)
    const id = effectId(object.kind === 'attributes' ? object.object : object.object['properties'])
    frame.effects.add({ kind: object.kind, subject: subjectOf(profile), id }, moreOf(object))
  }
  objects.append(call.text, call.bytes, {
    attributes: indexesOf('attributes', applied),
    events: indexesOf('events', applied),
    purchases: indexesOf('purchases', applied),
  })
  return changed
}

function moreOf({ kind, object }: Valid): Record<string, unknown> | undefined {
  if (kind === 'attributes') return undefined
  return kind === 'events' ? { name: object['name'] } : { product_id: object['product_id'] }
}

/** Shared, since most requests leave two of the three lists empty and the log keeps them all. */
const none: readonly number[] = []

function indexesOf(kind: Kind, objects: readonly Valid[]): readonly number[] {
  const indexes = objects.filter(object => object.kind === kind).map(({ index }) => index)
  return indexes.length === 0 ? none : indexes
}
