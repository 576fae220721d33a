import { z } from 'zod'
import type { ServerDates } from './server-dates.ts'

const Described = z.object({ name: z.string().nullish(), type_name: z.string().nullish() })

/** One category of a node, as `GET /v2/nodes/{id}/categories?metadata` lists it. */
export const CategoryEntry = z.object({
  data: z.object({ categories: z.record(z.string(), z.unknown()) }),
  metadata: z.object({ categories: z.record(z.string(), z.unknown()) }).optional(),
})
export type CategoryEntry = z.output<typeof CategoryEntry>

/** Attributes that are not empty: their values as JSON text, by the server's keys. */
export type Attributes = Readonly<Record<string, string>>

/** What an attribute is called. */
export interface AttributeName {
  readonly categoryId: number
  readonly categoryName: string | null
  /** The key without the category. */
  readonly attribute: string
  readonly attributeName: string | null
  readonly type: string | null
}

/** `{category}_{attribute}`, in a set `{category}_{set}_{row}_{attribute}`, all languages of one `{category}_{attribute}_multilingual`. */
const keyForm = /^(\d+)_(\d+)(?:_(\d+)_(\d+))?(_multilingual)?$/
/** The slot of the metadata token: it changes with every writing, and is no value. */
const tokenSlot = /^\d+_1$/

/** Names of attributes, as far as the server has described them: they are kept, for a category that was taken off a node is described no more. */
export class AttributeNames {
  readonly #described = new Map<string, { readonly name: string | null; readonly type: string | null }>()

  learn({ metadata }: CategoryEntry): void {
    for (const [key, entry] of Object.entries(metadata?.categories ?? {})) {
      const { name, type_name: type } = Described.safeParse(entry).data ?? {}
      if (name !== undefined || type !== undefined) this.#described.set(key, { name: name ?? null, type: type ?? null })
    }
  }

  typeOf(key: string): string | null {
    return this.#described.get(describedKey(key))?.type ?? null
  }

  categoryName(id: string): string | null {
    return this.#described.get(id)?.name ?? null
  }

  of(key: string): AttributeName {
    const [, category = /^\d+/.exec(key)?.[0] ?? '0', first, row] = keyForm.exec(key) ?? []
    const own = this.#described.get(describedKey(key))
    const set = row === undefined ? undefined : this.#described.get(`${category}_${first ?? ''}`)
    const name = own?.name ?? null
    return {
      categoryId: Number(category),
      categoryName: this.categoryName(category),
      attribute: key.slice(category.length + 1),
      attributeName: name !== null && set?.name != null ? `${set.name}.${name}` : name,
      type: own?.type ?? null,
    }
  }
}

/** Under which key the server describes an attribute: rows of a set are written as x. */
function describedKey(key: string): string {
  const [, category = '', first = '', row, cell = ''] = keyForm.exec(key) ?? []
  if (category === '') return key
  return row === undefined ? `${category}_${first}` : `${category}_${first}_x_${cell}`
}

/** Pure but for the names it learns. The attributes of a node's categories that are not empty; dates that name a time in UTC, however the server writes them today. */
export function attributesOf(entries: readonly CategoryEntry[], names: AttributeNames, dates: ServerDates): Attributes {
  const attributes: Record<string, string> = {}
  for (const entry of entries) {
    names.learn(entry)
    for (const [key, value] of Object.entries(entry.data.categories)) {
      if (tokenSlot.test(key) || !/^\d/.test(key) || isEmpty(value)) continue
      const type = names.typeOf(key)
      attributes[key] = JSON.stringify(type === null || type === 'Date' ? inUtc(value, dates) : sorted(value))
    }
  }
  return attributes
}

const isEmpty = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.every(isEmpty)
  return value === null || value === undefined || value === ''
}

function inUtc(value: unknown, dates: ServerDates): unknown {
  if (Array.isArray(value)) return value.map(one => inUtc(one, dates))
  return typeof value === 'string' ? dates.inUtc(value) : sorted(value)
}

/** Objects with their names in order: a server may write the languages of a text in any. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** An attribute that changed: null where it was, or is, empty. */
export interface AttributeChange {
  readonly key: string
  readonly from: string | null
  readonly to: string | null
}

/** Which attributes differ, in the order of their keys. */
export function changesOf(before: Attributes, after: Attributes): AttributeChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys
    .map(key => ({ key, from: before[key] ?? null, to: after[key] ?? null }))
    .filter(({ from, to }) => from !== to)
}
