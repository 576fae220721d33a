import type { Command } from '../../stream/define.ts'
import { isHiddenBy, traceOf, type Traceable } from './look-up.ts'

/** Trails that are remembered at most, and half of them surely: those of the latest calls. */
const mostRemembered = 200_000

/** What calls have left in the export of one user under one name, as far as it looks like what a later call would leave. */
interface Trail {
  /** The latest time that the calls before the last one may have left. */
  before: number
  /** The same of the last call. */
  last: number
  /** The delivery ids that the last call carried. */
  readonly ids: string[]
}

/** What is known of the commands of a call when it is planned. */
export interface PlannedTraces {
  /** Positions of those that cannot be told from an earlier call's. */
  readonly untold: number[]
  /** Those for which Braze notes its own time, which is known to lie before the call is over and settled. */
  readonly undated: readonly Traceable[]
}

/**
 * Which commands a look-up cannot tell from those of earlier calls: the export shows only the last time of a name, so that another event of that name and time, or a message that
 * was triggered just before, looks like the one that is asked about. Those of one call are applied together and are not in each other's way; neither is a call that is made again,
 * which is only made again where it was not applied.
 *
 * It is this process's memory: of what others sent before it got their partitions it knows only the calls that it had to ask about.
 */
export class EarlierCalls {
  readonly #settleMs: number
  readonly #most: number
  #young = new Map<string, Trail>()
  #old: ReadonlyMap<string, Trail> = new Map()

  /** `settleMs`: so long after a call is over Braze may still note its own time for it. */
  constructor(settleMs: number, most = mostRemembered) {
    this.#settleMs = settleMs
    this.#most = most
  }

  /** A call that is to carry these is planned. */
  planned(commands: readonly Command[], now: number): PlannedTraces {
    const traceables = commands.map(traceOf)
    const trails = this.#begin(traceables, now)
    const untold: number[] = []
    const undated: Traceable[] = []
    for (const [at, traceable] of traceables.entries()) {
      if (!traceable) continue
      if (isHiddenBy(trails[at]?.before ?? -Infinity, traceable.trace, now)) untold.push(at)
      if (!isDated(traceable, now)) undated.push(traceable)
    }
    return { untold, undated }
  }

  /** The call that carried these is over: their time is noted by now, or soon. */
  over(undated: readonly Traceable[], now: number): void {
    for (const traceable of undated) {
      const trail = this.#find(keyOf(traceable))
      if (!trail?.ids.includes(traceable.deliveryId)) continue
      const { occurredAt = now } = traceable.trace
      trail.last = Math.max(trail.last, isDated(traceable, now) ? occurredAt : now + this.#settleMs)
    }
  }

  /** A call that carried these is asked about: it may be that of a process that is gone. */
  asked(commands: readonly Command[], now: number): void {
    const found = commands.map(traceOf)
    this.#begin(
      found.filter(traceable => traceable && !this.#find(keyOf(traceable))),
      now,
    )
  }

  /** The trail of each, same length and order. */
  #begin(traceables: readonly (Traceable | undefined)[], now: number): (Trail | undefined)[] {
    const trails = new Map<string, Trail>()
    const begun = traceables.map(traceable => {
      if (!traceable) return undefined
      const key = keyOf(traceable)
      const trail = trails.get(key) ?? { before: -Infinity, last: -Infinity, ids: [] }
      trail.last = Math.max(trail.last, Math.min(traceable.trace.occurredAt ?? now, now))
      trail.ids.push(traceable.deliveryId)
      trails.set(key, trail)
      return trail
    })
    for (const [key, trail] of trails) {
      trail.before = this.#before(key, trail)
      this.#remember(key, trail)
    }
    return begun
  }

  #before(key: string, { ids }: Trail): number {
    const known = this.#find(key)
    if (!known) return -Infinity
    return ids.some(id => known.ids.includes(id)) ? known.before : Math.max(known.before, known.last)
  }

  #remember(key: string, trail: Trail): void {
    this.#young.set(key, trail)
    if (this.#young.size * 2 < this.#most) return
    this.#old = this.#young
    this.#young = new Map()
  }

  #find(key: string): Trail | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }
}

/** Whether Braze keeps the time that it is told: one to come it takes as now. */
const isDated = ({ trace: { occurredAt } }: Traceable, now: number): boolean =>
  occurredAt !== undefined && occurredAt <= now

const keyOf = ({ subject, trace }: Traceable): string => `${trace.field} ${subject.length} ${subject} ${trace.name}`
