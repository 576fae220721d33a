import type { JsonObject } from '../../json.ts'
import { checkProperties, maxNestedBytes } from './properties.ts'
import { invalid, missing } from './rejection.ts'
import type { Rejection } from './rejection.ts'
import { parseTime } from './time.ts'

const currencies = new Set(Intl.supportedValuesOf('currency'))
const required = ['product_id', 'currency', 'price', 'time']

/** What is wrong with a purchase object, its identifier aside. */
export function checkPurchase(purchase: JsonObject): Rejection | undefined {
  const absent = required.find(field => purchase[field] === undefined || purchase[field] === null)
  if (absent !== undefined) return missing(absent)
  const { product_id, currency, price, time, quantity, properties } = purchase
  if (typeof product_id !== 'string' || product_id === '' || product_id.length > 255) return invalid('product_id')
  if (typeof currency !== 'string' || !currencies.has(currency)) return invalid('currency')
  if (typeof price !== 'number') return invalid('price')
  if (parseTime(time) === undefined) return invalid('time')
  if (quantity !== undefined && !isQuantity(quantity)) return invalid('quantity')
  return checkProperties(properties, maxNestedBytes.purchases)
}

function isQuantity(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100
}
