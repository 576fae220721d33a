import { isJsonObject, parseJson } from '../../json.ts'
import type { Input } from '../call.ts'
import type { DateDialect } from '../dates.ts'
import { Refusal, invalidAttribute } from '../refusal.ts'
import type { AppliedCategory, Row } from './applied-category.ts'
import { parseKey } from './key.ts'
import type { AttributeKey } from './key.ts'
import { readValue } from './read-value.ts'

export interface ValueRules extends DateDialect {
  readonly languages: readonly string[]
}

/** The attribute keys among what was sent, and the metadata token where its slot was filled. */
export interface SentValues {
  readonly entries: readonly (readonly [text: string, key: AttributeKey, value: unknown])[]
  readonly token: string | undefined
}

/** Picks the keys of one category out; a key of another category is refused with 400. Other names pass by. */
export function sentValues(input: Input, categoryId: number): SentValues {
  const entries: [string, AttributeKey, unknown][] = []
  let token: string | undefined
  for (const [text, value] of Object.entries(input)) {
    const key = parseKey(text)
    if (!key) continue
    if (key.category !== categoryId) {
      throw new Refusal(400, `The attribute '${text}' does not belong to the category ${categoryId}`)
    }
    if (key.at === 'attribute' && key.attribute === 1) token = tokenIn(value)
    else entries.push([text, key, value])
  }
  return { entries, token }
}

/** Changes a copy in the caller's hands: when an entry is bad, throw the copy away. */
export function writeValues(applied: AppliedCategory, { entries }: SentValues, rules: ValueRules): void {
  for (const [text, key, value] of entries) write(applied, text, key, value, rules)
}

function write(applied: AppliedCategory, text: string, key: AttributeKey, value: unknown, rules: ValueRules): void {
  if (key.at === 'row') removeRow(applied, text, key.set, key.row, value)
  else if (key.at === 'multilingual') writeLanguages(applied, text, key.attribute, value, rules)
  else writeCell(applied, text, key, value, rules)
}

type CellKey = Extract<AttributeKey, { at: 'attribute' | 'cell' }>

function writeCell(applied: AppliedCategory, text: string, key: CellKey, value: unknown, rules: ValueRules): void {
  const { category } = applied
  const inSet = key.at === 'cell' ? category.sets.get(key.set) : undefined
  const attribute = (key.at === 'cell' ? inSet?.attributes : category.attributes)?.get(key.attribute)
  if (!attribute) throw invalidAttribute(text, `the category '${category.name}' has no such attribute`)
  const row =
    key.at === 'cell' ? rowAt(applied, text, key.set, key.row, inSet?.definition.maxRows ?? 1) : applied.values
  row.set(attribute.id, readValue(attribute, text, value, row.get(attribute.id), rules))
}

/** Rows before it that are not there yet are made, empty. */
function rowAt({ rows }: AppliedCategory, text: string, set: number, number: number, maxRows: number): Row {
  const list = rows.get(set) ?? []
  if (number < 1 || number > maxRows) throw invalidAttribute(text, `the set has rows 1 to ${maxRows}`)
  while (list.length < number) list.push(new Map())
  rows.set(set, list)
  const row = list[number - 1]
  if (!row) throw invalidAttribute(text, 'no such row')
  return row
}

function removeRow({ rows }: AppliedCategory, text: string, set: number, number: number, value: unknown): void {
  const list = rows.get(set)
  if (value !== '' && value !== null) throw invalidAttribute(text, 'a row takes nothing but the blank that removes it')
  if (!list || number < 1 || number > list.length) throw invalidAttribute(text, 'no such row')
  list.splice(number - 1, 1)
  if (list.length === 0) list.push(new Map())
}

function writeLanguages(applied: AppliedCategory, text: string, id: number, sent: unknown, rules: ValueRules): void {
  const attribute = applied.category.attributes.get(id)
  if (attribute?.multilingual !== true) throw invalidAttribute(text, 'not a multilingual attribute')
  const value = typeof sent === 'string' ? parseJson(sent) : sent
  if (!isJsonObject(value)) throw invalidAttribute(text, 'not an object by language')
  const byLanguage = Object.fromEntries(
    rules.languages.map(language => {
      const said = value[language]
      if (typeof said !== 'string') throw invalidAttribute(text, `the language '${language}' is missing`)
      return [language, said] as const
    }),
  )
  const [first = ''] = rules.languages
  applied.values.set(id, readValue(attribute, text, byLanguage[first], undefined, rules))
  applied.multilingual.set(id, byLanguage)
}

function tokenIn(value: unknown): string | undefined {
  const slot = typeof value === 'string' ? parseJson(value) : value
  const token = isJsonObject(slot) ? slot['metadata_token'] : undefined
  return typeof token === 'string' && token !== '' ? token : undefined
}
