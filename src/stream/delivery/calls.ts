import { randomUUID } from 'node:crypto'
import { fullMessage } from '../../kafka/index.ts'
import type { CallResult, Outcome, Plan, PlannedCall } from '../define.ts'
import type { Engine } from '../stage/engine.ts'
import { Asking, type AskingParts } from './asking.ts'
import type { Breakers } from './breaker.ts'
import type { Call } from './call.ts'
import { subjectOf, type Entry } from './entry.ts'
import type { Candidates, Line } from './line.ts'
import type { Settling } from './settling.ts'

/** Calls are decided on so long before their turn that their intents are committed by then. */
const aheadMs = 100
/** While so many calls are under way as may be, as many are prepared: their intents are committed with the receipts of those. */
const prepared = 2

export interface CallParts extends AskingParts {
  readonly engine: Engine
  readonly destination: string
  readonly line: Line
  readonly breakers: Breakers
  readonly settling: Settling
}

/** The calls of one destination: which are made, when, and what comes of them. */
export class Calls {
  readonly #parts: CallParts
  readonly #calls = new Set<Call>()
  readonly #cut = new AbortController()
  readonly #asking: Asking
  #opensIn = Infinity
  /** So many plans are made of one command each, because the sink threw on several. */
  #single = 0

  constructor(parts: CallParts) {
    this.#parts = parts
    this.#asking = new Asking(parts)
  }

  /** Decided on or under way, look-ups included. */
  get open(): number {
    return this.#calls.size + this.#asking.open
  }

  /** Those that are under way. */
  get made(): number {
    return [...this.#calls].filter(({ state }) => state === 'made').length + this.#asking.open
  }

  /**
   * Decides on as many calls as may be under way. Their intents are put; those that need none are ready. Answers how long until an endpoint opens that something
   * waits for; Infinity where nothing does.
   */
  decide(now: number): number {
    const { client, line } = this.#parts
    this.#opensIn = Infinity
    while (this.open < client.concurrency * prepared) {
      if (this.#asking.begin(now, this.#cut.signal)) continue
      const candidates = line.candidates(endpoint => this.#mostOf(endpoint, now))
      if (!candidates) break
      this.#plan(candidates, now)
      candidates.done()
    }
    return Math.min(this.#opensIn, this.#asking.opensIn(now))
  }

  /** How many commands may go in a call to the endpoint now: none while it is down, at its limit, or has as many calls as it may have. */
  #mostOf(endpoint: string, now: number): number {
    const { client, limiter, breakers } = this.#parts
    const usual = this.#single > 0 ? 1 : client.mostPerCall
    if (endpoint === '') return usual
    const breaker = breakers.of(endpoint)
    let open = 0
    let before = 0
    let ahead = breaker.state === 'closed' ? prepared : 1
    for (const { state, planned } of this.#calls) {
      if (planned.endpoint !== endpoint) continue
      open++
      if (state !== 'made') before++
      // Nobody would know of a prepared call that it was never made.
      if (planned.inDoubt === 'atMostOnce') ahead = 1
    }
    const room = breaker.concurrency(client.concurrency, now)
    if (open >= room * ahead) return 0
    const wait = limiter.wait(endpoint, now, before) - aheadMs
    if (wait < 0) return breaker.state === 'probing' ? 1 : usual
    this.#opensIn = Math.min(this.#opensIn, wait)
    return 0
  }

  /** The intents of what was decided on go into the unit that is being closed. */
  closing(): void {
    for (const call of this.#calls) if (call.state === 'decided') call.state = 'committing'
  }

  /** That unit is committed: the calls may be made; or it is not, and their intents are written again. */
  closed(isCommitted: boolean): void {
    for (const call of this.#calls) if (call.state === 'committing') call.state = isCommitted ? 'ready' : 'decided'
  }

  #plan({ entries, subjects }: Candidates, now: number): void {
    const { settling, line } = this.#parts
    const plan = this.#planOf(entries)
    if (!plan) return
    const refused = plan.refused.map(({ at, reason }): [Entry | undefined, string] => [entries[at], reason])
    const chosen = plan.call?.chosen.flatMap(at => entries[at] ?? []) ?? []
    for (const [entry, reason] of refused) if (entry) settling.rejected(entry, reason)
    for (const subject of subjects) if (subject.entries.length === 0) line.resume(subject)
    if (!plan.call) return
    if (chosen.length <= this.#mostOf(plan.call.endpoint, now)) this.#begin(plan.call, chosen, now)
    else
      for (const entry of chosen) {
        const subject = subjectOf(entry)
        if (subject) subject.endpoint = plan.call.endpoint
      }
  }

  /** A sink that throws, or breaks the order of a subject, costs the one command it does so on: several are tried one by one. */
  #planOf(entries: readonly Entry[]): Plan | undefined {
    const { client, settling } = this.#parts
    this.#single = Math.max(0, this.#single - 1)
    try {
      const plan = client.plan(entries.map(({ command }) => command))
      checkPlan(plan, entries)
      return plan
    } catch (error) {
      const [first] = entries
      if (entries.length > 1) this.#single = entries.length
      else if (first) settling.rejected(first, `threw: ${fullMessage(error)}`)
      return undefined
    }
  }

  #begin(planned: PlannedCall, entries: readonly Entry[], now: number): void {
    const hasIntent = planned.inDoubt !== 'resend'
    const state = hasIntent ? 'decided' : 'ready'
    const call: Call = { id: randomUUID(), planned, entries, hasIntent, decidedAt: now, state }
    for (const entry of entries) {
      const subject = subjectOf(entry)
      if (!subject) continue
      subject.state = 'calling'
      subject.endpoint = planned.endpoint
    }
    if (hasIntent) this.#parts.results.putIntent(call)
    this.#calls.add(call)
  }

  /** Makes the calls that are ready and whose turn it is. Answers how long until the next turn; Infinity where none waits. */
  make(now: number): number {
    const { limiter } = this.#parts
    let next = Infinity
    let room = this.#parts.client.concurrency - this.made
    for (const call of this.#calls) {
      if (call.state !== 'ready' || room <= 0) continue
      if (this.#isStale(call, now)) {
        this.#giveUp(call)
        continue
      }
      const wait = limiter.wait(call.planned.endpoint, now)
      if (wait > 0) next = Math.min(next, wait)
      else {
        this.#make(call, now)
        room--
      }
    }
    return next
  }

  /** A look-up compares what it finds with when the call was decided on: one that begins much later would be taken for another. */
  #isStale({ hasIntent, decidedAt }: Call, now: number): boolean {
    return hasIntent && Math.abs(now - decidedAt) > this.#parts.engine.settings.sessionTimeoutMs
  }

  #make(call: Call, now: number): void {
    const { engine, destination, limiter } = this.#parts
    call.state = 'made'
    limiter.took(call.planned.endpoint, now)
    const timer = engine.metrics.calls.startTimer({ destination, endpoint: call.planned.endpoint })
    const threw = (error: unknown): CallResult => {
      const outcome: Outcome = { kind: 'inDoubt', reason: `threw: ${fullMessage(error)}` }
      return { outcomes: call.entries.map(() => outcome) }
    }
    void call.planned
      .send(this.#cut.signal)
      .then(undefined, threw)
      .then(result => {
        const kinds = new Set(result.outcomes.map(({ kind }) => kind))
        timer({ result: kinds.size === 1 ? ([...kinds][0] ?? 'none') : 'mixed' })
        this.#calls.delete(call)
        limiter.ended(call.planned.endpoint)
        this.#parts.results.take(call, result)
        this.#parts.wake()
      })
  }

  /** Calls that were not made yet are given up, those alone that carry commands of dropped tasks or all of them; what they carry of other tasks goes into line again. */
  giveUp(which: 'dropped' | 'all'): void {
    for (const call of this.#calls) {
      const isDropped = call.entries.some(({ task }) => task.dropped)
      if (call.state === 'made' || !(isDropped || which === 'all')) continue
      this.#giveUp(call)
    }
  }

  #giveUp(call: Call): void {
    this.#calls.delete(call)
    this.#parts.results.take(call, { outcomes: call.entries.map(() => ({ kind: 'again', reason: 'given_up' })) })
  }

  /** Cuts everything off: the process has to go. */
  cut(): void {
    this.#cut.abort()
  }
}

/** A plan must choose or refuse something, and of a subject only what comes first. Throws where it does not. */
function checkPlan({ refused, call }: Plan, entries: readonly Entry[]): void {
  const taken = new Set([...refused.map(({ at }) => at), ...(call?.chosen ?? [])])
  if (taken.size === 0 || taken.size !== refused.length + (call?.chosen.length ?? 0))
    throw new Error('the plan chooses nothing, or something twice')
  const held = new Set<string>()
  const last = Math.max(...taken)
  for (const [at, { task, envelope }] of entries.entries()) {
    if (at > last) return
    const subject = `${task.partition}/${envelope.subject}`
    if (!taken.has(at)) held.add(subject)
    else if (held.has(subject)) throw new Error(`the plan takes a command of ${envelope.subject} before an earlier one`)
  }
}
