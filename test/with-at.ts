import { z } from 'zod'

/** JSON with something else at each of the paths, such as `P4.journeys.checkout.after`; undefined leaves it out. */
export function withAt(value: unknown, changes: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(changes).reduce((changed, [path, to]) => put(changed, path.split('.'), to), value)
}

function put(value: unknown, [name = '', ...rest]: readonly string[], to: unknown): unknown {
  const inner = (old: unknown) => (rest.length > 0 ? put(old, rest, to) : to)
  if (Array.isArray(value)) return value.map((item: unknown, n) => (String(n) === name ? inner(item) : item))
  const object = z.record(z.string(), z.unknown()).parse(value)
  return { ...object, [name]: inner(object[name]) }
}
