import type { CallResult, Finding, InDoubtWay, LookUpResult, Outcome, SinkClient } from '../define.ts'
import { wordOf } from '../stage/dead-letter.ts'
import type { Engine } from '../stage/engine.ts'
import { backoffMs } from './backoff.ts'
import type { Breaker, Breakers } from './breaker.ts'
import type { Call } from './call.ts'
import type { DeliveryTask } from './delivery-task.ts'
import { askAgainAt, concluded, type Doubt, type Doubts } from './doubts.ts'
import { subjectOf, type Entry, type Subject } from './entry.ts'
import { callKey } from './ledger.ts'
import type { Line } from './line.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Settling } from './settling.ts'

/** A command that keeps failing is given up only after so many attempts. */
const fewestAttempts = 10
/** Where nothing else has gone through, nobody can tell whether the command or the destination is at fault: so many times as long is waited. */
const aloneFactor = 7
/** While the destination seems to be down, commands that failed are there to probe it with. */
const longestProbeMs = 30_000
const shortestBackoffMs = 1_000
const longestBackoffMs = 300_000
const hourMs = 3_600_000

export interface ResultParts {
  readonly engine: Engine
  readonly client: SinkClient
  readonly destination: string
  readonly line: Line
  readonly limiter: RateLimiter
  readonly breakers: Breakers
  readonly doubts: Doubts
  readonly settling: Settling
}

/** What follows from the outcomes of calls and the findings of look-ups: for each command, for its subject, for the destination. */
export class Results {
  readonly #parts: ResultParts

  constructor(parts: ResultParts) {
    this.#parts = parts
  }

  /** The ledger shall know the call before it is made. */
  putIntent({
    id,
    entries,
    planned: { endpoint, inDoubt, untold = [] },
    decidedAt,
  }: Pick<Call, 'id' | 'entries' | 'planned' | 'decidedAt'>): void {
    const cannotBeTold = new Set(untold)
    for (const [at, entry] of entries.entries()) {
      entry.task.unpark(entry)
      entry.row = 'call'
      entry.canBeTold &&= !cannotBeTold.has(at)
    }
    this.#putCall(id, endpoint, inDoubt, decidedAt, entries)
  }

  #putCall(id: string, endpoint: string, way: InDoubtWay, calledAt: number, entries: readonly Entry[]): void {
    for (const [task, own] of byTask(entries))
      task.put(callKey(id), { phase: 'called', calledAt, endpoint, way, entries: own })
  }

  take(call: Call, { outcomes, rate }: CallResult): void {
    const { engine, limiter } = this.#parts
    const now = engine.clock.now()
    if (rate) limiter.learn(call.planned.endpoint, rate, now)
    this.#tellBreaker(call, outcomes, rate?.notBefore !== undefined, now)
    if (call.hasIntent) for (const [task] of byTask(call.entries)) if (!task.dropped) task.put(callKey(call.id), null)
    const dueAt = new Map<Subject, number>()
    const doubtful: { entry: Entry; reason: string }[] = []
    for (const [at, entry] of call.entries.entries()) {
      if (entry.task.dropped) continue
      const outcome = outcomes[at] ?? noOutcome
      const subject = subjectOf(entry)
      const due = this.#takeOutcome(entry, outcome, call, now)
      if (due === 'doubtful' && 'reason' in outcome) doubtful.push({ entry, reason: outcome.reason })
      if (subject) dueAt.set(subject, Math.max(dueAt.get(subject) ?? 0, due === 'doubtful' ? Infinity : due))
    }
    if (doubtful.length > 0) this.#doubt(call, doubtful, now)
    for (const [subject, due] of dueAt) this.#goOn(subject, due, now)
  }

  #goOn(subject: Subject, due: number, now: number): void {
    if (due > now && subject.entries.length > 0) this.#parts.line.park(subject, due)
    else this.#parts.line.resume(subject)
  }

  /** When the subject may go on, ms since 1970: 0 for at once. */
  #takeOutcome(entry: Entry, outcome: Outcome, { planned }: Call, now: number): number | 'doubtful' {
    const { settling, breakers } = this.#parts
    const breaker = breakers.of(planned.endpoint)
    switch (outcome.kind) {
      case 'delivered':
        settling.delivered(entry, outcome.destinationId, outcome.note ?? null)
        return 0
      case 'rejected':
        settling.rejected(entry, outcome.reason)
        return 0
      case 'retry':
        return this.#failed(entry, breaker, outcome.reason, outcome.afterMs, now)
      case 'inDoubt':
        if (planned.inDoubt === 'lookup') return 'doubtful'
        if (planned.inDoubt !== 'atMostOnce') return this.#failed(entry, breaker, outcome.reason, null, now)
        settling.inDoubt(entry, outcome.reason)
        return 0
      default:
        this.#release(entry)
        return 0
    }
  }

  /** It was not applied and no attempt is counted; where a row held it, it keeps one of its own. */
  #release(entry: Entry): void {
    if (entry.row !== 'none') entry.task.park(entry, 0)
  }

  /** Counts the attempt. Answers when to try again; 0 where it was given up. */
  #failed(entry: Entry, breaker: Breaker, reason: string, afterMs: number | null, now: number): number {
    const { engine, settling, destination } = this.#parts
    engine.metrics.retries.inc({ destination, reason: wordOf(reason) })
    this.#release(entry)
    const last = entry.lastFailedAt
    if (last !== null && breaker.passedAt > last) entry.failingMs += Math.min(now - last, longestBackoffMs * 2)
    entry.attempts++
    entry.firstFailedAt ??= now
    entry.lastFailedAt = now
    entry.reason = reason
    const longestMs = engine.settings.deliveryRetryHours * hourMs
    const isOver = entry.failingMs >= longestMs || now - entry.firstFailedAt >= longestMs * aloneFactor
    if (entry.attempts >= fewestAttempts && isOver) {
      const hours = Math.floor((now - entry.firstFailedAt) / hourMs)
      settling.givenUp(entry, `gave_up: ${entry.attempts} attempts in ${hours} hours: ${reason}`)
      return 0
    }
    const longest = breaker.state === 'closed' ? longestBackoffMs : longestProbeMs
    return now + (afterMs ?? backoffMs(entry.attempts, shortestBackoffMs, longest))
  }

  #tellBreaker({ entries, planned }: Call, outcomes: readonly Outcome[], isRate: boolean, now: number): void {
    const { breakers, client } = this.#parts
    const breaker = breakers.of(planned.endpoint)
    const asked = outcomes.find(({ kind }) => kind === 'unavailable')
    if (outcomes.some(({ kind }) => kind === 'delivered' || kind === 'rejected'))
      breaker.passed(client.concurrency, now)
    else if (outcomes.every(({ kind }) => kind === 'again')) return
    else if (asked?.kind === 'unavailable') {
      if (!isRate) breaker.unavailable(asked.reason, asked.afterMs, now)
    } else {
      const [first] = outcomes
      const subjects = new Set(entries.map(({ envelope }) => envelope.subject))
      breaker.failed(subjects, first && 'reason' in first ? first.reason : 'no_outcome', now)
    }
  }

  /** The commands stay in the call's row until the destination has been asked. */
  #doubt(call: Call, doubtful: readonly { entry: Entry; reason: string }[], now: number): void {
    const { client, doubts } = this.#parts
    const entries = doubtful.map(({ entry }) => entry)
    const { endpoint, inDoubt } = call.planned
    this.#putCall(call.id, endpoint, inDoubt, call.decidedAt, entries)
    const askAt = now + (client.lookUp?.settleMs ?? 0)
    const reason = doubtful[0]?.reason ?? ''
    doubts.add({ id: call.id, endpoint, calledAt: call.decidedAt, reason, entries, askAt, asking: false })
  }

  takeFindings(doubt: Doubt, asked: readonly Entry[], { findings, rate }: LookUpResult, together: boolean): void {
    const { engine, limiter, client, doubts } = this.#parts
    const now = engine.clock.now()
    if (rate && client.lookUp) limiter.learn(client.lookUp.endpoint, rate, now)
    const left: Entry[] = []
    const over = new Set<Subject>()
    let askAt = Infinity
    const told = concluded(findings, together)
    for (const [at, entry] of asked.entries()) {
      if (entry.task.dropped || entry.done) continue
      const subject = subjectOf(entry)
      const again = this.#takeFinding(entry, told[at] ?? notTold, doubt, now)
      if (subject) over.add(subject)
      if (again === null) continue
      left.push(entry)
      askAt = Math.min(askAt, again)
    }
    this.#keep(doubt, asked, left)
    doubt.entries = left
    doubt.askAt = askAt
    doubts.tidy()
    for (const subject of over) this.#resumeUnless(left, subject)
  }

  /** The subject goes on, unless one of its commands is still in doubt. */
  #resumeUnless(left: readonly Entry[], subject: Subject): void {
    if (!left.some(({ task, envelope }) => task === subject.task && envelope.subject === subject.name))
      this.#parts.line.resume(subject)
  }

  /** When to ask again about the command; null where that is over. */
  #takeFinding(entry: Entry, finding: Finding, doubt: Doubt, now: number): number | null {
    const { settling, breakers } = this.#parts
    if (finding.kind === 'unknown') {
      const again = askAgainAt(finding, doubt, now)
      if (again !== null) return again
      settling.inDoubt(entry, `${doubt.reason}; asked: ${finding.reason}`)
    } else if (finding.kind === 'applied') settling.delivered(entry, finding.destinationId, `found: ${doubt.reason}`)
    else this.#failed(entry, breakers.of(doubt.endpoint), `not_applied: ${doubt.reason}`, 0, now)
    return null
  }

  /** The call's row holds what is left of it. */
  #keep(doubt: Doubt, asked: readonly Entry[], left: readonly Entry[]): void {
    for (const [task] of byTask(asked)) if (!task.dropped) task.put(callKey(doubt.id), null)
    this.#putCall(doubt.id, doubt.endpoint, 'lookup', doubt.calledAt, left)
  }

  /** A person has decided about a command in doubt. False where it is not here. */
  resolve(
    task: DeliveryTask | undefined,
    deliveryId: string,
    as: 'delivered' | 'resend' | 'drop',
    by: string,
  ): boolean {
    const { doubts, settling, line } = this.#parts
    const stuck = task?.stuck.get(deliveryId)
    const found = stuck ? undefined : doubts.find(deliveryId)
    const entry = stuck ?? found?.entry
    if (!entry) return false
    entry.task.stuck.delete(deliveryId)
    if (found) {
      const rest = found.doubt.entries.filter(other => other !== entry)
      this.#keep(found.doubt, found.doubt.entries, rest)
      found.doubt.entries = rest
      doubts.tidy()
    }
    const subject = subjectOf(entry)
    const left = found?.doubt.entries ?? []
    if (as === 'delivered') settling.delivered(entry, null, `resolved_by_hand: ${by}`)
    else if (as === 'drop') settling.dropped(entry, by)
    else {
      entry.task.park(entry, 0)
      if (stuck) {
        if (subject) subject.entries.unshift(entry)
        else line.arrive(entry, true)
      }
    }
    if (found && subject) this.#resumeUnless(left, subject)
    return true
  }
}

const noOutcome: Outcome = { kind: 'inDoubt', reason: 'no_outcome: the sink did not say what became of the command' }
const notTold: Finding = { kind: 'unknown', reason: 'no_finding', afterMs: 10_000 }

function byTask(entries: readonly Entry[]): ReadonlyMap<DeliveryTask, readonly Entry[]> {
  const tasks = new Map<DeliveryTask, Entry[]>()
  for (const entry of entries) {
    const own = tasks.get(entry.task)
    if (own) own.push(entry)
    else tasks.set(entry.task, [entry])
  }
  return tasks
}
