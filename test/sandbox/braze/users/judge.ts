import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { kinds } from '../object-kinds.ts'
import type { Kind } from '../object-kinds.ts'
import type { Settings } from '../settings.ts'
import { inspect } from './inspect.ts'
import type { Refused, Valid } from './inspect.ts'
import { typeOf } from './rejection.ts'

/** Every object of a request, in the order in which Braze processes them. */
export function* objectsOf(body: JsonObject): Generator<{ kind: Kind; index: number; object: unknown }> {
  for (const kind of kinds) {
    const array = body[kind]
    if (!isArray(array)) continue
    for (const [index, object] of array.entries()) yield { kind, index, object }
  }
}

/** What may be applied, and the errors for the rest in the dialect that is set. */
export function judge(body: JsonObject, settings: Settings): { valid: Valid[]; errors: JsonObject[] } {
  const valid: Valid[] = []
  const refused: Refused[] = []
  for (const { kind, index, object } of objectsOf(body)) {
    const verdict = inspect(kind, index, object, settings.blockedExternalIds)
    if ('rejection' in verdict) refused.push(verdict)
    else valid.push(verdict)
  }
  const errors = refused.map(({ kind, index, rejection }) => {
    return { type: typeOf(rejection, settings.errorDialect), input_array: kind, index }
  })
  return { valid, errors }
}
