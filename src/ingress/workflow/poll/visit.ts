import type { Logger } from 'pino'
import type { Polled } from '../../../stream/define.ts'
import { Halt } from '../../../transport/halt.ts'
import type { Reading } from '../canonical/told.ts'
import type { Findings } from './findings.ts'
import { Pages, type ListSettings } from './pages.ts'
import type { Query, WorkflowReader } from './reader.ts'
import type { Steps } from './steps.ts'

export interface PollOptions {
  readonly pollMs: number
  readonly page: number
  /** A round that reads everything that is open reads the history so far back behind the beginning of the last such round. */
  readonly overlapMs: number
  /** Away for so long: deleted. */
  readonly settleMs: number
  /** How often everything that is open is read again. */
  readonly reconcileMs: number
  readonly baseline: 'now' | 'all'
}

/** What the steps of all rounds share. */
export interface Tools {
  readonly reader: WorkflowReader
  readonly findings: Findings
  readonly options: PollOptions
  /** Who says what is told: /workflow/ and the tenant. */
  readonly source: string
  readonly log: Logger
  /** Of the step that is under way. */
  readonly signal: () => AbortSignal
  /** What the last round has put off. */
  held: Set<string>
  /** false: the service has no list of jobs. */
  listsJobs: boolean
}

/** One round: its bounds in time, all by the service's clock. */
export interface Bounds {
  /** Taken before anything of the round was read. */
  readonly until: number
  readonly windowFrom: number
  readonly announceFrom: number
  /** Whether everything that is open is read, and not only what is new. */
  readonly isSweep: boolean
  /** Whether it is the first there is. */
  readonly isFirst: boolean
}

/** What the parts of a round work with. */
export class Visit {
  readonly tools: Tools
  readonly bounds: Bounds
  readonly findings: Findings
  /** What this round puts off. */
  readonly held = new Set<string>()
  /** What could not be read in this round, by key. */
  readonly refused = new Set<string>()
  /** Processes that nobody knows. */
  readonly unknownCases = new Set<string>()

  constructor(tools: Tools, bounds: Bounds) {
    this.tools = tools
    this.bounds = bounds
    this.findings = tools.findings
  }

  get reading(): Reading {
    const { source, reader, options } = this.tools
    const noticedAt = reader.serverTime ?? this.bounds.until
    return { source, announceFrom: announcedFrom(this.bounds.announceFrom, noticedAt, options), noticedAt }
  }

  /**
   * Whether it is better told by the next round: it happened after this one had begun, so that what came before it may not have been read. Once only: not all times are of one clock.
   */
  isHeld(key: string, at: number): boolean {
    if (at < this.bounds.until || this.tools.held.has(key)) return false
    this.held.add(key)
    return true
  }

  async *ask<T>(call: (reader: WorkflowReader, signal: AbortSignal) => Promise<T>): Steps<T> {
    return yield* asking(this.tools, call)
  }

  /** Ends the step where it has found enough. */
  *pause(progress?: string): Generator<Polled, void, undefined> {
    if (this.findings.isFull) yield this.findings.answer(progress === undefined ? {} : { progress })
  }

  /** A list of things of that kind, read to its end. */
  pages(what: string, path: string, query: Query): Pages {
    const refuse: ListSettings['refuse'] = (raw, unreadable) => this.refuse(what, raw, unreadable)
    return new Pages(this, { path, query, count: this.tools.options.page, refuse })
  }

  refuse(what: string, raw: unknown, unreadable: Parameters<Findings['refuse']>[2]): void {
    this.refused.add(this.findings.refuse(what, raw, unreadable, this.bounds.until))
  }
}

/** The clocks of the service's nodes differ by less; what is more was set back. */
const clockStepMs = 5_000

/** Where the service's clock was set back behind the first start, what happens now must not count as of before. */
export const announcedFrom = (from: number, now: number, { overlapMs }: PollOptions): number =>
  now < from - clockStepMs ? now - overlapMs : from

/** Asks until there is an answer; what stands in the way is told by a step each time. */
export async function* asking<T>(
  { reader, findings, signal }: Tools,
  call: (reader: WorkflowReader, signal: AbortSignal) => Promise<T>,
): Steps<T> {
  for (;;) {
    try {
      findings.asked()
      return await call(reader, signal())
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      yield findings.answer(troubleOf(error))
    }
  }
}

export function troubleOf({ outcome }: Halt): { trouble: string; nextAfterMs: number } {
  const trouble = 'reason' in outcome ? outcome.reason : outcome.kind
  return { trouble, nextAfterMs: ('afterMs' in outcome ? outcome.afterMs : null) ?? 0 }
}
