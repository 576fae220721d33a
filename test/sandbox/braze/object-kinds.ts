import { isArray, isJsonObject } from '../json.ts'

/** The arrays of /users/track, in the order in which Braze processes them. */
export const kinds = ['attributes', 'events', 'purchases'] as const
export type Kind = (typeof kinds)[number]
export type ObjectCounts = Record<Kind, number>

/** Counts the objects of a parsed body, right or wrong. */
export function countObjects(body: unknown): ObjectCounts {
  const count = (kind: Kind): number => {
    const array = isJsonObject(body) ? body[kind] : undefined
    return isArray(array) ? array.length : 0
  }
  return { attributes: count('attributes'), events: count('events'), purchases: count('purchases') }
}
