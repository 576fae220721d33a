import type { Handled } from '../../frame/call.ts'
import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { refused } from '../route.ts'
import { isIdentity, readIdentity } from '../users/identity.ts'
import type { Identity } from '../users/identity.ts'
import { isPrioritization, maxIds, textsOf } from '../users/identifiers.ts'

/** One user a send is for, read but not looked up. */
export interface Recipient {
  readonly identity: Identity
  /** Of several users with the email, which. */
  readonly prioritization: readonly string[]
  /** Applied before the send. */
  readonly attributes: JsonObject | undefined
  /** Makes the user when there is none. */
  readonly create: boolean
  /** `trigger_properties` or `context`: the request's own with the recipient's put over. */
  readonly properties: JsonObject
}

/** Whom a request is for. Everybody: a broadcast. */
export type Audience = { readonly everybody: true; readonly properties: JsonObject } | readonly Recipient[]

/** Reads `broadcast`, `audience` and `recipients`; `propertiesField` names the properties of request and recipients. */
export function readAudience(
  body: JsonObject,
  propertiesFields: readonly string[],
  blockedIds: readonly string[],
): Audience | Handled {
  const { broadcast = false, recipients, attachments } = body
  const properties = propertiesOf(body, propertiesFields)
  if (typeof broadcast !== 'boolean') return refused(400, "'broadcast' must be a boolean")
  if (recipients !== undefined && !isArray(recipients)) return refused(400, "'recipients' must be an array of objects")
  const isEmpty = recipients === undefined || recipients.length === 0
  if (broadcast) {
    if (!isEmpty) return refused(400, "'broadcast' cannot be true when 'recipients' are given")
    return attachments === undefined
      ? { everybody: true, properties }
      : refused(400, "'attachments' cannot be used with 'broadcast'")
  }
  if (isEmpty) return refused(400, 'No Recipients')
  if (recipients.length > maxIds) return refused(400, 'max number of external_ids and aliases exceeded')
  const read: Recipient[] = []
  for (const recipient of recipients) {
    const one = readRecipient(recipient, propertiesFields, properties, blockedIds)
    if (typeof one === 'string') return refused(400, one)
    read.push(one)
  }
  return read
}

export function isHandled(value: object): value is Handled {
  return 'answer' in value
}

/** The recipient, or what is wrong with it. */
export function readRecipient(
  recipient: unknown,
  propertiesFields: readonly string[],
  shared: JsonObject,
  blockedIds: readonly string[],
): Recipient | string {
  if (!isJsonObject(recipient)) return "'recipients' must be an array of objects"
  const { external_user_id, user_alias, email, prioritization, attributes, send_to_existing_only = true } = recipient
  const identity = readIdentity({ external_id: external_user_id, user_alias, email }, blockedIds)
  if (!isIdentity(identity)) return identity.sentence
  if (identity.by === 'email' && !isPrioritization(prioritization)) {
    return "'prioritization' is required for a recipient by 'email'"
  }
  if (typeof send_to_existing_only !== 'boolean') return "'send_to_existing_only' must be a boolean"
  const create = !send_to_existing_only
  if (create && identity.by === 'user_alias') return "'send_to_existing_only' cannot be false with a 'user_alias'"
  if (create && !isJsonObject(attributes)) return "'attributes' is required when 'send_to_existing_only' is false"
  return {
    identity,
    prioritization: textsOf(prioritization),
    attributes: isJsonObject(attributes) ? attributes : undefined,
    create,
    properties: { ...shared, ...propertiesOf(recipient, propertiesFields) },
  }
}

export function propertiesOf(object: JsonObject, fields: readonly string[]): JsonObject {
  for (const field of fields) {
    const value = object[field]
    if (isJsonObject(value)) return value
  }
  return {}
}
