import type { z } from 'zod'

/** One thing that is wrong in an event: where, as a JSON pointer into the event (RFC 6901), and what. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** So many faults of one event are named; what follows is only counted. */
const mostFaults = 100

/** The JSON pointer of a path of keys and indexes. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What zod found, as faults below `base`. */
export const faultsOf = (issues: readonly z.core.$ZodIssue[], base: string): Fault[] =>
  issues.map(issue => ({ pointer: base + pointerTo(issue.path), detail: issue.message }))

/** What a schema makes of an input, or what is wrong with it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] }

/** Reads an input by its schema; faults are told below `base`. Cheap where the schema is compiled (field-types.ts). */
export function read<S extends z.ZodType>(schema: S, input: unknown, base = ''): Reading<z.output<S>> {
  const parsed = schema.safeParse(input, words)
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error.issues, base) }
}

/** At most a hundred of them, the last of which says how many more there are. */
export function bounded(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length <= mostFaults) return faults
  const more = { pointer: '', detail: `and ${faults.length - mostFaults} more` }
  return [...faults.slice(0, mostFaults), more]
}

/** Words for zod's commonest complaints; undefined leaves zod's own. */
export const inWords: z.core.$ZodErrorMap = issue => {
  if (issue.code !== 'invalid_type') return undefined
  const isWhole = issue.expected === 'int'
  const noun = issue.expected === 'record' ? 'object' : issue.expected
  const expected = isWhole ? 'a whole number' : `${article(noun)} ${noun}`
  if (issue.input === undefined) return `is required: ${expected}`
  if (isWhole && typeof issue.input === 'number') return `must be ${expected}`
  return `must be ${expected}, not ${kindOf(issue.input)}`
}

const words = { error: inWords }

const article = (noun: string) => (/^[aeiou]/.test(noun) ? 'an' : 'a')

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return `${article(typeof value)} ${typeof value}`
}
