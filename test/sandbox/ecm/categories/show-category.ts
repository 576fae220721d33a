import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { writeDate } from '../dates.ts'
import type { DateDialect } from '../dates.ts'
import type { PlainAttribute } from '../start-state.ts'
import type { AppliedCategory, Scalar, Value } from './applied-category.ts'
import type { Category } from './catalog.ts'

/** Every attribute by its flat key, those never set included. */
export function flatValues(applied: AppliedCategory, dialect: DateDialect): JsonObject {
  const { category, values, rows, multilingual } = applied
  const flat: JsonObject = {}
  for (const [id, attribute] of category.attributes) {
    const key = `${category.id}_${id}`
    flat[key] = shown(attribute, values.get(id), dialect)
    const languages = multilingual.get(id)
    if (languages) flat[`${key}_multilingual`] = languages
  }
  for (const [setId, set] of category.sets) {
    for (const [at, row] of (rows.get(setId) ?? []).entries()) {
      for (const [id, attribute] of set.attributes) {
        flat[`${category.id}_${setId}_${at + 1}_${id}`] = shown(attribute, row.get(id), dialect)
      }
    }
  }
  return flat
}

/** One value as the API writes it. */
export function shown(attribute: PlainAttribute, value: Value | undefined, dialect: DateDialect): Value {
  const one = (scalar: Scalar): Scalar =>
    attribute.type === 'Date' && typeof scalar === 'number' ? writeDate(scalar, dialect) : scalar
  if (isArray(value)) return value.map(one)
  return attribute.multiValue ? [] : one(value ?? null)
}

/** What the flat keys mean: the category, its sets (rows written as x) and its attributes. */
export function describe({ id, name, definition }: Category) {
  const described: JsonObject = { [id]: entry(String(id), name, 'category', 'Category') }
  for (const attribute of definition.attributes) {
    const key = `${id}_${attribute.id}`
    if (attribute.type !== 'Set') described[key] = describeAttribute(key, attribute, '')
    else {
      described[key] = { ...entry(key, attribute.name, 'set', 'Set'), multi_value: attribute.maxRows > 1 }
      for (const inner of attribute.attributes) {
        const innerKey = `${key}_x_${inner.id}`
        described[innerKey] = describeAttribute(innerKey, inner, 'categoryattribute')
      }
    }
  }
  const order = Object.keys(described)
  return {
    metadata: { categories: described },
    metadata_map: { categories: { [id]: order } },
    metadata_order: { categories: [String(id)] },
  }
}

function describeAttribute(key: string, attribute: PlainAttribute, persona: string) {
  return {
    ...entry(key, attribute.name, persona, attribute.type),
    multi_value: attribute.multiValue,
    required: attribute.required,
    read_only: attribute.readOnly,
    max_length: attribute.maxLength ?? null,
    multilingual: attribute.multilingual,
    valid_values: attribute.validValues ?? [],
  }
}

function entry(key: string, name: string, persona: string, typeName: string) {
  return {
    ...{ key, name, persona, type_name: typeName, multi_value: false, required: false, read_only: false },
    ...{ max_length: null, valid_values: [], hidden: false },
  }
}
