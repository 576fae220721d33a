import { isArray, isJsonObject, parseJson } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Input } from '../call.ts'
import { invalidType, missing } from '../refusal.ts'

/** A text argument; numbers count as text because forms know nothing else. '' when it was sent empty. */
export function textOf(input: Input, name: string): string | undefined {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalidType(name)
}

export function neededText(input: Input, name: string): string {
  const text = textOf(input, name)
  if (text === undefined || text === '') throw missing(name)
  return text
}

export function integerOf(input: Input, name: string): number | undefined {
  const text = textOf(input, name)
  if (text === undefined || text === '') return undefined
  if (!/^-?\d{1,15}$/.test(text)) throw invalidType(name)
  return Number(text)
}

export function neededInteger(input: Input, name: string): number {
  const value = integerOf(input, name)
  if (value === undefined) throw missing(name)
  return value
}

export function flagOf(input: Input, name: string): boolean | undefined {
  const text = textOf(input, name)?.toLowerCase()
  if (text === undefined || text === '') return undefined
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw invalidType(name)
}

/** A list, also when a form carries it as JSON text, as one value or as a repeated field. */
export function listOf(input: Input, name: string): unknown[] | undefined {
  const value = unwrapped(input[name])
  if (value === undefined || value === null) return undefined
  return isArray(value) ? value : [value]
}

/** An object, also when a form carries it as JSON text. */
export function objectOf(input: Input, name: string): JsonObject | undefined {
  const value = unwrapped(input[name])
  if (value === undefined || value === null || value === '') return undefined
  if (!isJsonObject(value)) throw invalidType(name)
  return value
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  const parsed = parseJson(value)
  return parsed === undefined ? value : parsed
}
