import type { Listed } from './listed.ts'
import type { Timeline } from './timeline.ts'

/** A list that a round reads: the workspaces of a type, or what lies in a folder. */
export type List =
  | { readonly kind: 'workspaces'; readonly typeKey: string; readonly typeId: number | undefined }
  | { readonly kind: 'folder'; readonly id: number }

/** A window of several pages is read until nothing new shows, but no more often than this in one round. */
const mostPasses = 6

/** How far one list is read. Pages shift while they are read: whatever is modified comes to the front, and what is deleted lets a row slip from a page that is still to come into one that has been. */
export class Pager {
  readonly list: List
  /** Rows that were modified before are not of interest. */
  readonly from: number
  page = 1
  #pass = 1
  #isMany = false
  #foundNew = false

  constructor(list: List, from: number) {
    this.list = list
    this.from = from
  }

  get isWhole(): boolean {
    return this.from === -Infinity
  }

  /** `news`: how many rows of the page nobody knew that were modified before the round began. Answers whether there is more to read. */
  took(items: readonly Listed[], pages: number, news: number): boolean {
    if (news > 0) this.#foundNew = true
    if (this.page < pages && !this.#isPast(items)) {
      this.page++
      this.#isMany = true
      return true
    }
    // One page is one moment. Several are not: a row may have slipped between two of them.
    if (!this.#isMany || (this.#pass > 1 && !this.#foundNew)) return false
    if (this.#pass === mostPasses) return false
    this.#pass++
    this.page = 1
    this.#foundNew = false
    return true
  }

  /** Whether it never came to rest: then what it was read for is read again by the next round. */
  get isRestless(): boolean {
    return this.#pass === mostPasses && this.#foundNew
  }

  /** Whether all that follows was modified before: only where the server sorts as it was asked to. */
  #isPast(items: readonly Listed[]): boolean {
    const last = items.at(-1)
    if (this.isWhole || !last || last.modifiedAt >= this.from) return false
    return items.every((item, at) => at === 0 || item.modifiedAt <= (items[at - 1]?.modifiedAt ?? Infinity))
  }
}

/** A node that has to be read, and where it was listed. */
export interface Wanted {
  readonly listed: Listed
  readonly list: List
}

/** One reading of all lists of a kind. In memory alone: after a crash it begins anew from the cursor. */
export class Round {
  readonly kind: 'workspaces' | 'documents'
  readonly timeline: Timeline
  /** Whether everything is listed and compared. */
  readonly isWhole: boolean
  /** Rows modified since then are read again, whatever is known of them. */
  readonly rereadFrom: number
  /** When it began, ms of a monotonic clock. */
  readonly began: number
  readonly pagers: Pager[] = []
  readonly wanted = new Map<number, Wanted>()
  /** Lists that were read to their end; what was wanted of them may not have been read yet. */
  readonly listed: Pager[] = []
  /** Nodes that were listed, where everything is. */
  readonly seen = new Set<number>()
  /** Nodes that were read in this round, and when they had been modified. */
  readonly read = new Map<number, number>()
  /** Keys of rows that were not listed, where everything is; undefined until that is known. */
  missing: string[] | undefined
  /** Whether something is missing for the first time. */
  isMissed = false
  isRestless = false

  constructor(kind: Round['kind'], timeline: Timeline, isWhole: boolean, rereadFrom: number, began: number) {
    this.kind = kind
    this.timeline = timeline
    this.isWhole = isWhole
    this.rereadFrom = rereadFrom
    this.began = began
  }
}
