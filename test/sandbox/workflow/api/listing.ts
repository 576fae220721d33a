import type { Call } from '../../frame/call.ts'
import { badRequest } from '../engine/refusal.ts'
import { parseTime } from '../engine/time.ts'

/** Makes a test of an entry from the text of a query parameter. */
export type Filter<T> = (text: string, name: string) => (entry: T) => boolean

/** How entries of a kind are filtered, sorted and shown. */
export interface Listing<T> {
  /** The name of the list in `_embedded`. */
  readonly name: string
  /** Parameters beyond these are ignored. */
  readonly filters: Readonly<Record<string, Filter<T>>>
  /** The first is the order that the entries are given in. */
  readonly sorts: ReadonlyMap<string, (entry: T) => string | number | null>
  show(entry: T): object
}

const defaultCount = 10

/** One page of the entries that the query asks for, as HAL. */
export function listPage<T>({ query, path }: Call, entries: readonly T[], listing: Listing<T>) {
  const [offset, count] = [readNumber(query, 'offset', 0, 0), readNumber(query, 'count', defaultCount, 1)]
  const sorted = inOrder(entries, query, listing.sorts)
  const tests = [...query].flatMap(([name, text]) => {
    const filter = Object.hasOwn(listing.filters, name) ? listing.filters[name] : undefined
    return filter ? [filter(text, name)] : []
  })
  const { found, total } = tests.length === 0 ? slice(sorted, offset, count) : sift(sorted, tests, offset, count)
  const link = (from: number) => ({ href: `${path}?${withOffset(query, from, count)}` })
  return {
    _embedded: { [listing.name]: found.map(entry => listing.show(entry)) },
    page: {
      size: count,
      totalElements: total,
      totalPages: Math.ceil(total / count),
      number: Math.floor(offset / count),
    },
    _links: {
      self: link(offset),
      ...(offset > 0 && { prev: link(Math.max(0, offset - count)) }),
      ...(offset + count < total && { next: link(offset + count) }),
    },
  }
}

function slice<T>(entries: readonly T[], offset: number, count: number) {
  return { found: entries.slice(offset, offset + count), total: entries.length }
}

function sift<T>(entries: readonly T[], tests: readonly ((entry: T) => boolean)[], offset: number, count: number) {
  const found = []
  let total = 0
  for (const entry of entries) {
    if (!tests.every(test => test(entry))) continue
    if (total >= offset && found.length < count) found.push(entry)
    total += 1
  }
  return { found, total }
}

function inOrder<T>(entries: readonly T[], query: URLSearchParams, sorts: Listing<T>['sorts']): readonly T[] {
  const [given] = sorts.keys()
  const [sort, order] = [query.get('sort') ?? given ?? '', query.get('order') ?? 'asc']
  const keyOf = sorts.get(sort)
  if (!keyOf) throw badRequest(`Value for param 'sort' is not valid, '${sort}' is not a valid property`)
  if (order !== 'asc' && order !== 'desc')
    throw badRequest(`Value for param 'order' is not valid : '${order}', must be 'asc' or 'desc'`)
  if (sort === given) return order === 'asc' ? entries : entries.toReversed()
  const direction = order === 'asc' ? 1 : -1
  return entries.toSorted((left, right) => direction * compare(keyOf(left), keyOf(right)))
}

/** What is not there comes first. */
function compare(left: string | number | null, right: string | number | null): number {
  if (left === right) return 0
  if (left === null || right === null) return left === null ? -1 : 1
  return left < right ? -1 : 1
}

function readNumber(query: URLSearchParams, name: string, absent: number, least: number): number {
  const text = query.get(name)
  if (text === null) return absent
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw badRequest(`Value for param '${name}' is not valid : '${text}', must be a number of at least ${least}`)
  return value
}

function withOffset(query: URLSearchParams, offset: number, count: number): string {
  const next = new URLSearchParams(query)
  next.set('offset', String(offset))
  next.set('count', String(count))
  return next.toString()
}

/** A time in a query. An offset's plus sign that was not encoded has become a blank by now, and is refused like any other nonsense. */
export function readTime(text: string, name: string): number {
  const ms = parseTime(text)
  if (ms === undefined) throw badRequest(`Value for param '${name}' is not a valid date : '${text}'`)
  return ms
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true'
}

/** The usual tests. */
export const equals =
  <T>(valueOf: (entry: T) => string | number | null): Filter<T> =>
  text =>
  entry =>
    String(valueOf(entry) ?? '') === text
export const after =
  <T>(msOf: (entry: T) => number | null): Filter<T> =>
  (text, name) => {
    const bound = readTime(text, name)
    return entry => (msOf(entry) ?? -Infinity) > bound
  }
export const before =
  <T>(msOf: (entry: T) => number | null): Filter<T> =>
  (text, name) => {
    const bound = readTime(text, name)
    return entry => (msOf(entry) ?? Infinity) < bound
  }
export const on =
  <T>(msOf: (entry: T) => number | null): Filter<T> =>
  (text, name) => {
    const bound = readTime(text, name)
    return entry => msOf(entry) === bound
  }
/** A flag: with `true` what passes the test, with `false` everything. */
export const flag =
  <T>(test: (entry: T) => boolean): Filter<T> =>
  text =>
  entry =>
    text !== 'true' || test(entry)
/** A flag that asks for one side with `true` and for the other with `false`. */
export const either =
  <T>(test: (entry: T) => boolean): Filter<T> =>
  text =>
  entry =>
    test(entry) === (text === 'true')
/** SQL's LIKE. */
export const like =
  <T>(valueOf: (entry: T) => string | null): Filter<T> =>
  text => {
    const pattern = text
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')
    const whole = new RegExp(`^${pattern}$`, 's')
    return entry => whole.test(valueOf(entry) ?? '')
  }
