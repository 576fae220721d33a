import { refused } from '../route.ts'
import type { Request } from '../route.ts'
import type { Handled } from '../../frame/call.ts'
import type { Document } from './document-store.ts'

/** The documents that a list asks for by `modified_after`, `modified_before`, `limit` (100, at most 1000) and `offset`. */
export function pageOf(documents: readonly Document[], { call: { query } }: Request): Document[] | Handled {
  const limit = Number(query.get('limit') ?? 100)
  const offset = Number(query.get('offset') ?? 0)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    return refused(400, 'Limit must be an integer greater than 0 and at most 1000')
  }
  if (!Number.isInteger(offset) || offset < 0) return refused(400, 'Offset must be an integer of at least 0')
  const after = timeOf(query.get('modified_after'))
  const before = timeOf(query.get('modified_before'))
  const wanted = documents.filter(({ updatedMs }) => {
    return (after === undefined || updatedMs > after) && (before === undefined || updatedMs < before)
  })
  return wanted.slice(offset, offset + limit)
}

function timeOf(text: string | null): number | undefined {
  const parsed = text === null ? NaN : Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}

/** What is wrong with `tags`; nothing when there are none. */
export function checkTags(tags: unknown): string | undefined {
  if (tags === undefined || tags === null) return undefined
  if (!Array.isArray(tags)) return 'Tags must be an array'
  return tags.every(tag => typeof tag === 'string') ? undefined : 'All tags must be strings'
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
