import type { WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'
import { workflowEvents } from '../../../../topics/workflow-events.ts'
import type { Polled, PollState, Publication, Refusal } from '../../../stream/define.ts'
import { hashOf } from '../canonical/hash.ts'
import type { Unreadable } from '../canonical/items.ts'
import { isSame, rowOf, rowWith } from '../canonical/row.ts'
import type { Told } from '../canonical/told.ts'
import { RowIndex } from './row-index.ts'

/** A step ends where it has found so much. */
const mostEvents = 500
const mostRequests = 25
const mostLetterBytes = 500_000

/** What a step has found so far, and what is known with that: rows of the state, and over them those that the step changes. */
export class Findings {
  readonly index = new RowIndex()
  readonly #state: PollState
  #publications: Publication[] = []
  #refusals: Refusal[] = []
  #rows = new Map<string, WorkflowPollRow | null>()
  #requests = 0

  constructor(state: PollState) {
    this.#state = state
    for (const prefix of ['task/', 'case/', 'job/', 'refused/'])
      for (const key of state.keys(prefix)) this.index.note(key, rowOf(state.get(key)))
  }

  get isFull(): boolean {
    return this.#publications.length >= mostEvents || this.#rows.size >= mostEvents || this.#requests >= mostRequests
  }

  known(key: string): WorkflowPollRow | undefined {
    const changed = this.#rows.get(key)
    if (changed !== undefined) return changed ?? undefined
    return rowOf(this.#state.get(key))
  }

  take(key: string, told: Told | undefined): void {
    if (!told) return
    this.#publications.push(...told.events)
    this.remember(key, told.row)
  }

  remember(key: string, row: WorkflowPollRow): void {
    if (isSame(this.known(key), row)) return
    this.#rows.set(key, row)
    this.index.note(key, row)
  }

  forget(key: string): void {
    this.#rows.set(key, null)
    this.index.note(key, undefined)
  }

  asked(): void {
    this.#requests++
  }

  /** What cannot be told: goes to the dead letters, once as long as it stays what it is. Answers with the key that it is remembered by. */
  refuse(what: string, raw: unknown, { id, faults }: Unreadable, at: number): string {
    const text = JSON.stringify(raw)
    const key = `refused/${what}/${hashOf(text)}`
    if (this.known(key)) return key
    const wrong = faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ')
    const reason = `unreadable_${what}: ${wrong}`.slice(0, 1_000)
    const bytes = Buffer.from(text).subarray(0, mostLetterBytes)
    this.#refusals.push({ topic: workflowEvents, stage: 'poll.workflow', key: id && `${what}:${id}`, bytes, reason })
    this.remember(key, rowWith(undefined, { refusedAt: at }))
    return key
  }

  /** Ends the step: what it answers. */
  answer(more: Partial<Polled> = {}): Polled {
    const found = { publications: this.#publications, refusals: this.#refusals, rows: this.#rows }
    const polled = { ...found, nextAfterMs: 0, requests: this.#requests, roundEnded: false, ...more }
    this.#publications = []
    this.#refusals = []
    this.#rows = new Map()
    this.#requests = 0
    return polled
  }
}
