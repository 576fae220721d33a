const at = '2024-05-05T10:00:00Z'

/** A time long past. */
export const someTime = at

/** Objects that the API takes, with the given fields put over. */
export const attributes = (id: unknown, more: object = { a: 1 }) => ({ external_id: id, ...more })
export const event = (id: unknown, more: object = {}) => ({ external_id: id, name: 'seen', time: at, ...more })
export const purchase = (id: unknown, more: object = {}) => {
  return { external_id: id, product_id: 'sku', currency: 'EUR', price: 2.5, time: at, ...more }
}

export const alias = { alias_name: 'a', alias_label: 'l' }

export const identifierRequired = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"
export const nothingValid = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
