import { z } from 'zod'
import { Halt } from '../../../transport/halt.ts'
import { hashOf } from '../canonical/hash.ts'
import type { Unreadable } from '../canonical/items.ts'
import { refusedList, type Failed, type Page, type Query, type WorkflowReader } from './reader.ts'
import type { Steps } from './steps.ts'

/** Of a page, so much is read again with the next. */
const overlapShare = 0.1
/** A list that shifts more often than that while it is read is left for the next round. */
const mostStepsBack = 1_000

/** Whoever asks until there is an answer. */
export interface Asker {
  ask<T>(call: (reader: Pick<WorkflowReader, 'tryList'>, signal: AbortSignal) => Promise<T>): Steps<T>
}

export interface ListSettings {
  readonly path: string
  readonly query: Query
  /** Items of a page. */
  readonly count: number
  /** Takes an item that the service fails at. */
  readonly refuse: (raw: unknown, unreadable: Unreadable) => void
}

/**
 * Reads a list to its end by offset and count, in a stable order. What ends meanwhile makes the rest move up: each page begins with what was read already, and where it does not, something in
 * between may have been passed over, so reading goes back. Where the service fails at a page, smaller ones find the item that it fails at.
 */
export class Pages {
  readonly #asker: Asker
  readonly #settings: ListSettings
  readonly #seen = new Set<string>()
  #offset = 0
  #count: number
  #total = 0
  /** Whether the next page must begin with what was read already. */
  #overlaps = false
  #stepsBack = 0
  #hasEnded = false

  constructor(asker: Asker, settings: ListSettings) {
    this.#asker = asker
    this.#settings = settings
    this.#count = settings.count
  }

  /** Whether it was read to its end. */
  get isWhole(): boolean {
    return this.#hasEnded && this.#stepsBack < mostStepsBack
  }

  get progress(): string {
    return `${this.#settings.path}: ${this.#seen.size} of ${this.#total}`
  }

  /** What the next page has that none before had; undefined at the end. */
  async *next(): Steps<readonly unknown[] | undefined> {
    while (!this.#hasEnded) {
      const page = yield* this.#read(this.#settings.query, this.#count)
      if ('error' in page) yield* this.#narrow(page)
      else if (this.#hasShifted(page)) this.#goBack()
      else return this.#taken(page)
    }
    return undefined
  }

  async *#read(query: Query, count: number): Steps<Page | Failed> {
    const bounds = { offset: String(this.#offset), count: String(count) }
    return yield* this.#asker.ask((reader, signal) =>
      reader.tryList(this.#settings.path, { ...query, ...bounds }, signal),
    )
  }

  #hasShifted({ items: [first] }: Page): boolean {
    return this.#overlaps && (first === undefined || !this.#seen.has(identityOf(first)))
  }

  #goBack(): void {
    this.#goTo(Math.max(0, this.#offset - this.#settings.count), this.#offset > this.#settings.count)
    this.#hasEnded = ++this.#stepsBack >= mostStepsBack
  }

  #goTo(offset: number, overlaps: boolean): void {
    this.#offset = offset
    this.#overlaps = overlaps
  }

  #taken({ items, total }: Page): readonly unknown[] {
    const { count } = this.#settings
    const overlap = Math.max(1, Math.floor(count * overlapShare))
    this.#total = total
    this.#hasEnded = items.length === 0 || this.#offset + items.length >= total
    const isLong = items.length > overlap
    this.#goTo(this.#offset + (isLong ? items.length - overlap : items.length), isLong)
    this.#count = Math.min(count, this.#count * 2)
    return items.filter(item => this.#isNew(item))
  }

  /** A smaller page; of one item, whether it is the item or the service that fails: without its variables it can be read. */
  async *#narrow(failed: Failed): Steps {
    const { path, query, refuse } = this.#settings
    if (this.#count > 1) {
      this.#count = Math.ceil(this.#count / 4)
      return
    }
    const bare = Object.entries(query).filter(([name]) => !name.startsWith('include'))
    const page = yield* this.#read(Object.fromEntries(bare), 1)
    if ('error' in page) {
      yield* this.#asker.ask(() => Promise.reject(new Halt(refusedList(path, page))))
      return
    }
    const [item] = page.items
    const detail = `status ${failed.status}: ${failed.error}`
    if (item !== undefined && this.#isNew(item))
      refuse(item, { id: Named.safeParse(item).data?.id ?? null, faults: [{ pointer: '', detail }] })
    this.#hasEnded = item === undefined || this.#offset + 1 >= page.total
    this.#goTo(this.#offset + 1, false)
  }

  #isNew(item: unknown): boolean {
    const identity = identityOf(item)
    if (this.#seen.has(identity)) return false
    this.#seen.add(identity)
    return true
  }
}

const Named = z.object({ id: z.string() })

const identityOf = (item: unknown): string => Named.safeParse(item).data?.id ?? hashOf(JSON.stringify(item))
