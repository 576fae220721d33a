import { isArray, parseJson } from '../../json.ts'
import { readDate } from '../dates.ts'
import type { DateDialect } from '../dates.ts'
import { invalidAttribute } from '../refusal.ts'
import type { PlainAttribute } from '../start-state.ts'
import type { Scalar, Value } from './applied-category.ts'

/** Reads what was sent for one attribute, given what it holds now. Throws the refusal for a value the attribute cannot take. */
export function readValue(
  attribute: PlainAttribute,
  key: string,
  sent: unknown,
  present: Value | undefined,
  dialect: DateDialect,
): Value {
  if (attribute.readOnly) throw invalidAttribute(key, 'the attribute is read only')
  const one = (value: unknown): Scalar => readScalar(attribute, key, value, dialect)
  const value = attribute.multiValue ? readMany(sent, present, one) : one(sent)
  const blank = isArray(value) ? value.every(item => item === null) : value === null
  if (attribute.required && blank) throw invalidAttribute(key, 'a value is required')
  return value
}

/** An array replaces the values; one that begins with blanks sets a position and leaves the ones before it. */
function readMany(sent: unknown, present: Value | undefined, one: (value: unknown) => Scalar): Scalar[] {
  const parsed = typeof sent === 'string' && /^\s*\[/.test(sent) ? parseJson(sent) : sent
  const values = (isArray(parsed) ? parsed : [parsed]).map(one)
  const firstSet = values.findIndex(value => value !== null)
  if (firstSet < 0) return []
  if (firstSet === 0) return values.filter(value => value !== null)
  const before = isArray(present) ? present : []
  const length = Math.max(before.length, values.length)
  return Array.from({ length }, (_, at) => values[at] ?? before[at] ?? null)
}

function readScalar(attribute: PlainAttribute, key: string, sent: unknown, dialect: DateDialect): Scalar {
  if (sent === null || sent === undefined || sent === '') return null
  if (typeof sent !== 'string' && typeof sent !== 'number' && typeof sent !== 'boolean') {
    throw invalidAttribute(key, 'not a single value')
  }
  const value = typed(attribute, key, String(sent), dialect)
  if (attribute.maxLength !== undefined && typeof value === 'string' && value.length > attribute.maxLength) {
    throw invalidAttribute(key, `longer than ${attribute.maxLength} characters`)
  }
  if (attribute.validValues && !attribute.validValues.some(valid => String(valid) === String(sent))) {
    throw invalidAttribute(key, 'not one of the valid values')
  }
  return value
}

function typed({ type }: PlainAttribute, key: string, text: string, dialect: DateDialect): Scalar {
  switch (type) {
    case 'String':
      return text
    case 'Boolean': {
      if (!/^(true|false|1|0)$/i.test(text)) throw invalidAttribute(key, 'not a boolean')
      return /^(true|1)$/i.test(text)
    }
    case 'Integer':
    case 'Assoc':
    case 'User': {
      if (!/^-?\d{1,15}$/.test(text)) throw invalidAttribute(key, 'not an integer')
      return Number(text)
    }
    case 'Real': {
      if (!Number.isFinite(Number(text))) throw invalidAttribute(key, 'not a number')
      return Number(text)
    }
    case 'Date': {
      const ms = readDate(text, dialect)
      if (ms === undefined) throw invalidAttribute(key, 'not a date')
      return ms
    }
  }
}
