import { z } from 'zod'
import type { ServerDates } from './server-dates.ts'

const NodeProperties = z.looseObject({
  id: z.int(),
  name: z.string(),
  type: z.int(),
  parent_id: z.int().nullish(),
  modify_date: z.string(),
  create_date: z.string().nullish(),
})
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform(value => (value == null || value === '' ? null : String(value)))
const Business = z
  .looseObject({
    ...{ business_object_id: text, business_object_type: text, external_system_id: text },
    ...{ workspace_type_name: text },
  })
  .transform(({ business_object_id, business_object_type, external_system_id, workspace_type_name }) => ({
    ...{ externalSystem: external_system_id, businessObjectType: business_object_type },
    ...{ businessObjectId: business_object_id, type: workspace_type_name },
  }))
export type Business = z.output<typeof Business>
const Item = z.object({ data: z.object({ properties: NodeProperties, business_properties: Business.optional() }) })
/** As much of an item as tells which it is. */
const Identified = z.object({ data: z.object({ properties: z.object({ id: z.int(), modify_date: z.unknown() }) }) })
const Paging = z.object({
  page_total: z.int().nullish(),
  total_count: z.int().nullish(),
  limit: z.int().nullish(),
})
const Answer = z.object({
  results: z.array(z.unknown()),
  paging: Paging.optional(),
  collection: z.object({ paging: Paging }).optional(),
})

/** A node, as a list shows it. */
export interface Listed {
  readonly id: number
  readonly type: number
  readonly name: string
  readonly parentId: number | null
  /** Ms since 1970, by the server's clock. */
  readonly modifiedAt: number
  readonly createdAt: number | null
  /** Properties that have no name of their own here and are not empty, as JSON text. */
  readonly extra: Readonly<Record<string, string>>
  readonly business: Business | undefined
}

/** An item that cannot be read: its text, and what is wrong. */
export interface Unreadable {
  readonly id: number | null
  readonly text: string
  readonly reason: string
}

/** One page of a list. */
export interface Page {
  readonly items: readonly Listed[]
  readonly unreadable: readonly Unreadable[]
  /** How many pages there are, as far as the server says. */
  readonly pages: number
}

/** Pure. One page of nodes or workspaces; undefined where the answer is no list. `page`: which was asked for, `limit`: how many items at most. */
export function pageOf(answer: unknown, page: number, limit: number, dates: ServerDates): Page | undefined {
  const parsed = Answer.safeParse(answer).data
  if (!parsed) return undefined
  const items: Listed[] = []
  const bad: Unreadable[] = []
  for (const item of parsed.results) {
    const listed = listedOf(item, dates)
    if ('reason' in listed) bad.push(listed)
    else items.push(listed)
  }
  return { items, unreadable: bad, pages: pagesOf(parsed, page, limit) }
}

/** A server that says nothing of pages has another one as long as this one is full. */
function pagesOf({ paging, collection, results }: z.output<typeof Answer>, page: number, limit: number): number {
  const { page_total: pages, total_count: total, limit: given } = collection?.paging ?? paging ?? {}
  if (pages != null) return pages
  if (total != null) return Math.ceil(total / (given ?? limit))
  return results.length < limit ? page : page + 1
}

function listedOf(item: unknown, dates: ServerDates): Listed | Unreadable {
  const parsed = Item.safeParse(item)
  if (!parsed.success) return unreadable(item, parsed.error.issues.map(wordsOf))
  const { properties, business_properties: business } = parsed.data.data
  const { id, name, type, parent_id, modify_date, create_date, ...others } = properties
  const modifiedAt = dates.instantOf(modify_date)
  if (modifiedAt === undefined) return unreadable(item, ['modify_date is no date'])
  const createdAt = dates.instantOf(create_date) ?? null
  return { id, name, type, parentId: parent_id ?? null, modifiedAt, createdAt, extra: extraOf(others), business }
}

const unreadable = (item: unknown, faults: readonly string[]): Unreadable => ({
  id: Identified.safeParse(item).data?.data.properties.id ?? null,
  text: JSON.stringify(item),
  reason: `bad_item: ${faults.slice(0, 5).join('; ')}`,
})

const wordsOf = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')}: ${message}`

/** What is not empty, as JSON text. */
export const extraOf = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
      .map(([name, value]) => [name, JSON.stringify(value)]),
  )

/** The business properties of one workspace that was read by itself. */
export const BusinessAnswer = z.object({ results: z.object({ data: z.object({ business_properties: Business }) }) })
