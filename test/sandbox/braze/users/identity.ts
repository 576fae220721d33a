import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import {
  aliasIncomplete,
  emailMalformed,
  externalIdBlocked,
  externalIdTooLong,
  identifierRequired,
  invalid,
  severalIdentifiers,
} from './rejection.ts'
import type { Rejection } from './rejection.ts'

/** Whom an object is about. */
export type Identity =
  | { readonly by: 'external_id' | 'braze_id' | 'email' | 'phone'; readonly id: string }
  | { readonly by: 'user_alias'; readonly name: string; readonly label: string }

const maxExternalIdBytes = 987
const primary = ['external_id', 'user_alias', 'braze_id'] as const

/**
 * Reads the identifier of an object: exactly one primary id, else the email, else the phone. Beside a primary id, email
 * and phone are plain attributes. Numbers are taken as text, as the live API does.
 */
export function readIdentity(object: JsonObject, blockedIds: readonly string[]): Identity | Rejection {
  const [only, another] = primary.filter(field => isGiven(object[field]))
  if (another !== undefined) return severalIdentifiers
  if (only === undefined) return contactIdentity(object)
  switch (only) {
    case 'external_id':
      return externalIdentity(object['external_id'], blockedIds)
    case 'braze_id':
      return textIdentity('braze_id', object['braze_id'])
    case 'user_alias':
      return readAlias(object['user_alias']) ?? aliasIncomplete
  }
}

export function isIdentity(value: Identity | Rejection): value is Identity {
  return 'by' in value
}

export function readAlias(value: unknown): Identity | undefined {
  if (!isJsonObject(value)) return undefined
  const name = asText(value['alias_name'])
  const label = asText(value['alias_label'])
  return name && label ? { by: 'user_alias', name, label } : undefined
}

export function isEmail(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value)
}

function externalIdentity(value: unknown, blockedIds: readonly string[]): Identity | Rejection {
  const id = asText(value)
  if (id === undefined) return invalid('external_id')
  if (id.length > maxExternalIdBytes / 3 && Buffer.byteLength(id) > maxExternalIdBytes) return externalIdTooLong
  return blockedIds.includes(id) ? externalIdBlocked : { by: 'external_id', id }
}

function contactIdentity({ email, phone }: JsonObject): Identity | Rejection {
  if (isGiven(email)) return isEmail(email) ? { by: 'email', id: email } : emailMalformed
  return isGiven(phone) ? textIdentity('phone', phone) : identifierRequired
}

function textIdentity(by: 'braze_id' | 'phone', value: unknown): Identity | Rejection {
  const id = asText(value)
  return id === undefined ? invalid(by) : { by, id }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
