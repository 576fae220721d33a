import { integerOf } from './reading/arguments.ts'
import type { EcmCall } from './call.ts'
import { invalidType } from './refusal.ts'

/** Which part of a list is asked for. Pages count from 1. */
export interface PageAsked {
  readonly page: number
  readonly limit: number
}

export function pageAsked({ query }: EcmCall, defaultLimit: number, maxLimit = Number.POSITIVE_INFINITY): PageAsked {
  const asked = Object.fromEntries(query)
  const page = integerOf(asked, 'page') ?? 1
  const limit = integerOf(asked, 'limit') ?? defaultLimit
  if (page < 1) throw invalidType('page')
  if (limit < 1) throw invalidType('limit')
  return { page, limit: Math.min(limit, maxLimit) }
}

/** Takes one page of a list without walking past its end. */
export function takePage<T>(list: Iterable<T>, { page, limit }: PageAsked): T[] {
  const first = (page - 1) * limit
  const taken: T[] = []
  let at = 0
  for (const item of list) {
    if (at++ < first) continue
    if (taken.length === limit) break
    taken.push(item)
  }
  return taken
}

/** The paging object. Where it stands in the answer differs from endpoint to endpoint. */
export function paging({ path, query }: EcmCall, { page, limit }: PageAsked, total: number) {
  const pages = Math.max(1, Math.ceil(total / limit))
  const link = (to: number, name: string) => {
    const search = new URLSearchParams(query)
    search.set('page', String(to))
    search.set('limit', String(limit))
    return { body: '', content_type: '', href: `/api${path}?${search.toString()}`, method: 'GET', name }
  }
  const links = {
    ...(page > 1 && { previous: link(page - 1, 'Previous') }),
    ...(page < pages && { next: link(page + 1, 'Next') }),
  }
  const first = (page - 1) * limit + 1
  return {
    paging: {
      ...{ limit, page, page_total: pages, total_count: total },
      ...{ range_min: Math.min(first, total), range_max: Math.min(page * limit, total) },
    },
    links,
  }
}
