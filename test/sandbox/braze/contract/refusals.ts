import { alias, event, identifierRequired, purchase, someTime } from './samples.ts'

const long = 'x'.repeat(256)
const malformedEmail = "The value provided for the 'email' field is not a valid email."
const tooLong = "'external_id' must be fewer than 988 bytes"

/** Objects the API refuses, and how it words that; without a code both dialects use the sentence. */
export const refusals: [array: string, object: unknown, sentence: string | RegExp, code?: string][] = [
  ['attributes', { a: 1 }, identifierRequired],
  ['attributes', 'text', identifierRequired],
  ['attributes', { external_id: '', a: 1 }, identifierRequired],
  ['attributes', { external_id: 'u', user_alias: alias }, /Only one of/],
  ['attributes', { external_id: 'u', braze_id: 'b' }, /Only one of/],
  ['attributes', { user_alias: { alias_name: 'a' } }, /alias_label/],
  ['attributes', { external_id: 'é'.repeat(494) }, tooLong, 'EXTERNAL_USER_ID_TOO_LARGE'],
  ['attributes', { external_id: 'blocked' }, "'external_id' is not valid", 'BLACKLISTED_EXTERNAL_USER_ID'],
  ['attributes', { external_id: 'u', email: 'no at' }, malformedEmail, 'EMAIL_BAD_FORMAT'],
  ['attributes', { email: 'a@b' }, malformedEmail, 'EMAIL_BAD_FORMAT'],
  ['attributes', { external_id: 'u', email_subscribe: 'yes' }, /email_subscribe/, 'BAD_EMAIL_SUBSCRIPTION_STATE'],
  ['attributes', { external_id: 'u', push_subscribe: 1 }, /push_subscribe/, 'BAD_PUSH_SUBSCRIPTION_STATE'],
  ['attributes', { external_id: 'u', current_location: { latitude: 91 } }, /location/, 'BAD_LOCATION_UPDATE'],
  ['attributes', { external_id: 'u', push_token_import: 1 }, /push_token_import/, 'BAD_PUSH_TOKEN_IMPORT'],
  ['attributes', { external_id: 'u', push_tokens: [{ app_id: 'a' }] }, /push_tokens/, 'BAD_PUSH_TOKEN_STRING'],
  ['attributes', { external_id: 'u', subscription_groups: {} }, /groups/, 'BAD_SUBSCRIPTION_GROUP_ARRAY'],
  ['events', { external_id: 'u', time: someTime }, "'name' is required"],
  ['events', { external_id: 'u', name: 'seen' }, "'time' is required"],
  ['events', event('u', { time: 'soon' }), "'time' is not valid"],
  ['events', event('u', { properties: [] }), "'properties' is not valid"],
  ['events', event('u', { properties: { time: 1 } }), /'time' is a reserved property name/],
  ['events', event('u', { properties: { event_name: 1 } }), /'event_name' is a reserved/],
  ['events', event('u', { properties: { $a: 1 } }), /must not begin with '\$'/],
  ['events', event('u', { properties: { [long]: 1 } }), /at most 255/],
  ['events', event('u', { properties: { a: { b: [long] } } }), /at most 255/],
  ['events', event('u', { properties: { a: Array(30_000).fill('abc') } }), /at most 100 KB/],
  ['purchases', purchase('u', { product_id: undefined }), "'product_id' is required"],
  ['purchases', purchase('u', { currency: 'EURO' }), "'currency' is not valid"],
  ['purchases', purchase('u', { price: '2.5' }), "'price' is not valid"],
  ['purchases', purchase('u', { quantity: 101 }), "'quantity' is not valid"],
  ['purchases', purchase('u', { time: undefined }), "'time' is required"],
]
