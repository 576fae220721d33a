import type { EcmSetCategory } from '../../../schemas/ecm-set-category.generated.ts'

export type Values = EcmSetCategory['values']
type Value = Values[string]

/** `{attribute}`, `{set}_{row}_{attribute}`, a whole row of a set, or all languages of an attribute: what follows the category's id in a key. 1 is the slot of the metadata token. */
const attributeKey = /^(?!1$)\d+(_\d+(_\d+)?|_multilingual)?$/

/** Why these cannot be values of a category; undefined where they can. */
export function wrongValues(values: Values): string | undefined {
  for (const [key, value] of Object.entries(values)) {
    if (!attributeKey.test(key)) return `no_such_attribute: "${key}" is not the number of an attribute`
    if (typeof value === 'number' && !Number.isFinite(value))
      return `no_such_number: JSON cannot tell the value of "${key}"`
  }
  return undefined
}

/** As fields of a form. A list is a field that repeats; an empty list clears like null. */
export const formFields = (categoryId: number, values: Values): [name: string, value: string][] =>
  Object.entries(values).flatMap(([key, value]) =>
    listOf(value).map((one): [string, string] => [`${categoryId}_${key}`, one]),
  )

/** As `roles.categories` of a new item. */
export const newItemValues = (categories: Readonly<Record<string, Values>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(categories).flatMap(([category, values]) =>
      Object.entries(values).map(([key, value]) => [`${category}_${key}`, value ?? '']),
    ),
  )

function listOf(value: Value): string[] {
  if (Array.isArray(value)) return value.length > 0 ? value : ['']
  return [value === null ? '' : String(value)]
}
