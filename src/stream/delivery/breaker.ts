import { backoffMs } from './backoff.ts'

export type BreakerState = 'closed' | 'open' | 'probing' | 'recovering'

/** So many calls in a row have failed, for so many subjects: that is no fault of one command, the destination is taken to be down. */
const failuresToOpen = 3
const subjectsToOpen = 5
/** A destination that works again is called once at a time, then twice, and so on, up to what is usual. */
const firstConcurrency = 1
const longestPauseMs = 30_000

/**
 * Stops calling a destination that is down: nothing is drained into retries or dead letters, the commands wait where they are. One command is tried again and again, with longer and
 * longer pauses; when it goes through, calls are resumed slowly. Time is given to it, in ms since 1970.
 */
export class Breaker {
  #state: BreakerState = 'closed'
  #failures = 0
  readonly #failing = new Set<string>()
  #openings = 0
  #until = 0
  #allowed = Infinity
  #reason: string | undefined
  /** When a call last went through, ms since 1970. */
  passedAt = 0

  get state(): BreakerState {
    return this.#state
  }

  /** Why it is not closed. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** How many calls may be under way at `now`, given the usual number; 0 while it is open. A probe is one call with one command. */
  concurrency(usual: number, now: number): number {
    if (this.#state === 'closed') return usual
    if (this.#state === 'recovering') return Math.min(usual, this.#allowed)
    if (this.#state === 'open' && now >= this.#until) this.#state = 'probing'
    return this.#state === 'probing' ? 1 : 0
  }

  /** Ms until the next probe; Infinity where none is planned. */
  untilProbe(now: number): number {
    return this.#state === 'open' ? Math.max(0, this.#until - now) : Infinity
  }

  /** A call went through. `usual` calls at once are what it comes back to. */
  passed(usual: number, now: number): void {
    this.passedAt = now
    this.#failures = 0
    this.#failing.clear()
    if (this.#state === 'closed') return
    this.#allowed = this.#state === 'recovering' ? this.#allowed * 2 : firstConcurrency
    this.#state = 'recovering'
    if (this.#allowed < usual) return
    this.#state = 'closed'
    this.#openings = 0
    this.#reason = undefined
  }

  /** A call for these subjects failed, and nobody can say whether the command or the destination is at fault. */
  failed(subjects: Iterable<string>, reason: string, now: number): void {
    this.#failures++
    for (const subject of subjects) if (this.#failing.size < subjectsToOpen) this.#failing.add(subject)
    const isWide = this.#failures >= failuresToOpen && this.#failing.size >= subjectsToOpen
    if (this.#state !== 'closed' || isWide) this.#open(reason, null, now)
  }

  /** The destination takes nothing, whatever the command is. `afterMs`: when it wants to be asked again. */
  unavailable(reason: string, afterMs: number | null, now: number): void {
    this.#open(reason, afterMs, now)
  }

  #open(reason: string, afterMs: number | null, now: number): void {
    // Calls that were under way when it opened fail as well; they are no further failures of probes.
    if (this.#state === 'open') return
    this.#openings++
    this.#state = 'open'
    this.#reason = reason
    this.#until = now + (afterMs ?? backoffMs(this.#openings, 250, longestPauseMs))
  }
}

const ill = ({ state }: Breaker): number => ['closed', 'recovering', 'probing', 'open'].indexOf(state)

/** The breakers of a destination, one for each of its endpoints: of several hosts behind one destination one may be down. */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>()

  of(endpoint: string): Breaker {
    let breaker = this.#breakers.get(endpoint)
    if (!breaker) this.#breakers.set(endpoint, (breaker = new Breaker()))
    return breaker
  }

  /** The state that is furthest from well, and of which endpoint. */
  get worst(): { readonly endpoint: string; readonly breaker: Breaker } | undefined {
    let found: [string, Breaker] | undefined
    for (const named of this.#breakers) if (ill(named[1]) > (found ? ill(found[1]) : 0)) found = named
    return found && { endpoint: found[0], breaker: found[1] }
  }

  /** Ms until the next probe; Infinity where none is planned. */
  untilProbe(now: number): number {
    let next = Infinity
    for (const breaker of this.#breakers.values()) next = Math.min(next, breaker.untilProbe(now))
    return next
  }

  [Symbol.iterator](): Iterator<[string, Breaker]> {
    return this.#breakers.entries()
  }
}
