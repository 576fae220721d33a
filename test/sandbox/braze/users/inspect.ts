import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Kind } from '../object-kinds.ts'
import { checkAttributes } from './check-attributes.ts'
import { checkEvent } from './check-event.ts'
import { checkPurchase } from './check-purchase.ts'
import { isIdentity, readIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { identifierRequired } from './rejection.ts'
import type { Rejection } from './rejection.ts'

/** An object of /users/track that may be applied. */
export interface Valid {
  readonly kind: Kind
  readonly index: number
  readonly identity: Identity
  readonly object: JsonObject
}

/** One that may not. */
export interface Refused {
  readonly kind: Kind
  readonly index: number
  readonly rejection: Rejection
}

const checkOf = { attributes: checkAttributes, events: checkEvent, purchases: checkPurchase }

/** Judges one object; the first thing wrong with it is the one that is told. */
export function inspect(kind: Kind, index: number, object: unknown, blockedIds: readonly string[]): Valid | Refused {
  if (!isJsonObject(object)) return { kind, index, rejection: identifierRequired }
  const identity = readIdentity(object, blockedIds)
  if (!isIdentity(identity)) return { kind, index, rejection: identity }
  const rejection = checkOf[kind](object)
  return rejection ? { kind, index, rejection } : { kind, index, identity, object }
}
