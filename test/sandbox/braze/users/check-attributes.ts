import { isArray, isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { isEmail } from './identity.ts'
import { emailMalformed, invalid } from './rejection.ts'
import type { Rejection } from './rejection.ts'

const subscriptionStates: readonly unknown[] = ['opted_in', 'subscribed', 'unsubscribed']

/** Checks by profile field. A field given as null is removed from the profile, so null is never wrong. */
const checks: readonly (readonly [field: string, check: (value: unknown) => Rejection | undefined])[] = [
  ['email', value => (isEmail(value) ? undefined : emailMalformed)],
  ['email_subscribe', value => oneOfStates('email_subscribe', 'BAD_EMAIL_SUBSCRIPTION_STATE', value)],
  ['push_subscribe', value => oneOfStates('push_subscribe', 'BAD_PUSH_SUBSCRIPTION_STATE', value)],
  ['current_location', checkLocation],
  ['push_token_import', value => when(typeof value !== 'boolean', 'push_token_import', 'BAD_PUSH_TOKEN_IMPORT')],
  ['push_tokens', checkPushTokens],
  ['subscription_groups', checkSubscriptionGroups],
]

/** What is wrong with an attributes object, its identifier aside. Custom attributes are never wrong here. */
export function checkAttributes(attributes: JsonObject): Rejection | undefined {
  for (const [field, check] of checks) {
    const value = attributes[field]
    if (value === undefined || value === null) continue
    const wrong = check(value)
    if (wrong) return wrong
  }
  return undefined
}

function when(wrong: boolean, field: string, code: string): Rejection | undefined {
  return wrong ? invalid(field, code) : undefined
}

function oneOfStates(field: string, code: string, value: unknown): Rejection | undefined {
  return when(!subscriptionStates.includes(value), field, code)
}

function checkLocation(value: unknown): Rejection | undefined {
  const { longitude, latitude } = isJsonObject(value) ? value : {}
  return when(!within(longitude, 180) || !within(latitude, 90), 'current_location', 'BAD_LOCATION_UPDATE')
}

function within(value: unknown, bound: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= bound
}

function checkPushTokens(value: unknown): Rejection | undefined {
  const bad = (code: string): Rejection => invalid('push_tokens', code)
  if (!isArray(value)) return bad('BAD_PUSH_TOKEN_VALUE')
  for (const token of value) {
    if (!isJsonObject(token)) return bad('BAD_PUSH_TOKEN_VALUE')
    if (!isText(token['app_id'])) return bad('BAD_PUSH_TOKEN_APP_ID')
    if (!isText(token['token'])) return bad('BAD_PUSH_TOKEN_STRING')
    if (token['device_id'] !== undefined && !isText(token['device_id'])) return bad('BAD_DEVICE_ID')
  }
  return undefined
}

function checkSubscriptionGroups(value: unknown): Rejection | undefined {
  const bad = (code: string): Rejection => invalid('subscription_groups', code)
  if (!isArray(value)) return bad('BAD_SUBSCRIPTION_GROUP_ARRAY')
  for (const group of value) {
    if (!isJsonObject(group)) return bad('BAD_SUBSCRIPTION_GROUP_HASH')
    if (!isText(group['subscription_group_id'])) return bad('BAD_SUBSCRIPTION_GROUP_ID')
    const state = group['subscription_state']
    if (state !== 'subscribed' && state !== 'unsubscribed') return bad('BAD_SUBSCRIPTION_GROUP_STATE')
  }
  return undefined
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
