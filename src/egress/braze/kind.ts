import type { InDoubtWay } from '../../stream/define.ts'
import type { Request } from '../../transport/http-caller.ts'
import type { Entry, Part } from './part.ts'

/** The lists of a body, by name; each entry as JSON text. */
export type Lists = ReadonlyMap<string, readonly string[]>

/** A kind of call: what it carries and how much. */
export interface Kind {
  /** Which limit of Braze it counts against. */
  readonly endpoint: string
  /** Commands per call. */
  readonly most: number
  /** Entries per list. */
  readonly mostPerList: number
  /** Parts with different `shared` may go into one call. */
  readonly mixes?: true
  /**
   * Whether a part may go into the call in which an earlier one is about the same: beside it, not at all, or as one entry for both.
   */
  readonly pair: (earlier: Part, later: Part) => 'beside' | 'waits' | { readonly joined: Entry }
  readonly request: (lists: Lists, first: Part) => Request
  readonly inDoubt: (lists: Lists) => InDoubtWay
  /** What Braze says when it is the shared thing that is wrong, and so every command of the call, whoever else is in it. */
  readonly sharedIsWrong?: RegExp
}

/** A POST with a body of JSON text. */
export const post = (path: string, body: string): Request => ({ method: 'POST', path, body })

export const arrayOf = (entries: readonly string[] | undefined): string => `[${(entries ?? []).join(',')}]`
