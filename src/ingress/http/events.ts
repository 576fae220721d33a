import { z } from 'zod'
import { CustomerCartUpdated } from '../../../schemas/customer-cart-updated.generated.ts'
import { CustomerConsentChanged } from '../../../schemas/customer-consent-changed.generated.ts'
import { CustomerProductViewed } from '../../../schemas/customer-product-viewed.generated.ts'
import { CustomerProfileChanged } from '../../../schemas/customer-profile-changed.generated.ts'
import { CustomerSignedUp } from '../../../schemas/customer-signed-up.generated.ts'
import { eventKind } from './event-kind.ts'
import type { EventKind } from './event-kind.ts'
import { name, object, text } from '../frame/field-types.ts'
import { toJson } from '../frame/json.ts'

const pattern = (expression: RegExp, detail: string) => z.string().regex(expression, detail)
const amount = z.number().min(0, 'must not be negative')

/** Zod leaves a field of this name out, and nothing may go without a word. */
const isWhole = (value: unknown) => typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__')
const kept = <S extends z.ZodType>(fields: S) =>
  z.preprocess((value, context) => {
    if (!isWhole(value)) context.addIssue('has a field __proto__, a name that cannot be kept')
    return value
  }, fields)

const email = text(320).regex(/^[^\s@]+@[^\s@]+$/, 'must be an address such as ann@example.org')
const country = pattern(/^[A-Za-z]{2}$/, 'must be two letters, as in ISO 3166-1')
const currency = pattern(/^[A-Za-z]{3}$/, 'must be three letters, as in ISO 4217')
const language = pattern(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}$/, 'must be a language tag such as en or pt-BR')

const upper = (code: string | null | undefined) => code?.toUpperCase() ?? null

const signedUp = eventKind(
  CustomerSignedUp,
  object({
    email: email.nullish(),
    country: country.nullish(),
    language: language.nullish(),
    channel: text(255).nullish(),
  }),
  (data, base) => ({
    ...base,
    email: data.email ?? null,
    country: upper(data.country),
    language: data.language ?? null,
    channel: data.channel ?? null,
  }),
)

const productViewed = eventKind(
  CustomerProductViewed,
  object({
    productId: name,
    productName: text(1_024).nullish(),
    category: text(1_024).nullish(),
    price: amount.nullish(),
    currency: currency.nullish(),
    url: text(4_096).nullish(),
  }),
  (data, base) => ({
    ...base,
    productId: data.productId,
    productName: data.productName ?? null,
    category: data.category ?? null,
    price: data.price ?? null,
    currency: upper(data.currency),
    url: data.url ?? null,
  }),
)

const quantity = z.int32().min(0, 'must not be negative')
const cartItem = z.looseObject({ productId: name, quantity, price: amount.nullish() })

const cartUpdated = eventKind(
  CustomerCartUpdated,
  object({
    cartId: name,
    items: z.array(kept(cartItem)).max(500, 'may have 500 items'),
    total: z.number().nullish(),
    currency: currency.nullish(),
  }),
  (data, base) => {
    const extra = withItemFields(base.extra, data.items)
    return (
      extra && {
        ...base,
        cartId: data.cartId,
        items: data.items.map(line),
        total: data.total ?? null,
        currency: upper(data.currency),
        extra,
      }
    )
  },
)

type CartItem = z.output<typeof cartItem>
const line = ({ productId, quantity, price }: CartItem) => ({ productId, quantity, price: price ?? null })

/**
 * What the schema does not name in the cart's lines goes to extra too, as `items`: one object a line, in their order.
 * Null where it is nested too deeply.
 */
function withItemFields(extra: Record<string, string>, items: readonly CartItem[]): Record<string, string> | null {
  if (items.every(item => Object.keys(item).every(isNamed))) return extra
  const text = toJson(items.map(item => Object.fromEntries(Object.entries(item).filter(([key]) => !isNamed(key)))))
  return text === null ? null : { ...extra, items: text }
}

const isNamed = (key: string) => Object.hasOwn(cartItem.shape, key)

const consentChanged = eventKind(
  CustomerConsentChanged,
  object({ purpose: name, granted: z.boolean() }),
  (data, base) => ({ ...base, purpose: data.purpose, granted: data.granted }),
)

const attribute = z.union(
  [text(1_024), z.number(), z.boolean(), z.null()],
  'must be text of up to 1024 characters, a number, a boolean or null',
)

const mostAttributes = 100
/** Counted before any of them is looked at: a body has room for a hundred thousand. */
const attributes = z.preprocess(
  (value, context) => {
    if (typeof value === 'object' && value !== null && Object.keys(value).length > mostAttributes)
      context.addIssue(`may have ${mostAttributes} attributes`)
    return value
  },
  z.record(name, attribute).meta({ maxProperties: mostAttributes }),
)

const profileChanged = eventKind(CustomerProfileChanged, object({ attributes: kept(attributes) }), (data, base) => ({
  ...base,
  attributes: data.attributes,
}))

/** Every CloudEvents type that is understood. */
export const eventKinds: ReadonlyMap<string, EventKind> = new Map([
  ['customer.signed_up', signedUp],
  ['customer.product_viewed', productViewed],
  ['customer.cart_updated', cartUpdated],
  ['customer.consent_changed', consentChanged],
  ['customer.profile_changed', profileChanged],
])
