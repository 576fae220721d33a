/** Clocks of a cluster's nodes differ by this at most without anybody having set one back. */
const jitterMs = 5_000

/**
 * The server's clock, and how far it has been set back in all. With both, whatever was read has a time that never goes back, although the server's may.
 * All times are ms since 1970.
 */
export interface Timeline {
  readonly mark: number
  readonly ahead: number
}

/** The clock says `now`. */
export function advance(before: Timeline | undefined, now: number): Timeline {
  if (!before) return { mark: now, ahead: 0 }
  const back = before.mark - now
  return { mark: now, ahead: before.ahead + (back > jitterMs ? back : 0) }
}

/** The time of what is read from now on. */
export const readAtOf = ({ mark, ahead }: Timeline): number => mark + ahead

/** What is known of a node: when it was modified, by the list that led to its last reading, and the time of that reading. */
export interface Known {
  readonly modifiedAt: number
  readonly readAt: number
}

/**
 * Whether a node must be read that a list says was modified then. Yes where that differs from what is known. And once more where it was read so soon after that moment that it may have been modified
 * again within the same second, or under a clock that was set back since; as soon as the server's clock is past it.
 */
export function mustRead(known: Known | undefined, modifiedAt: number, timeline: Timeline, settleMs: number): boolean {
  if (known?.modifiedAt !== modifiedAt) return true
  const isPast = timeline.mark > modifiedAt + settleMs
  return isPast && known.readAt <= modifiedAt + timeline.ahead + settleMs
}

/** From when on a round reads again, by the beginning of the last one: a clock that was set back counts from where it is now. */
export const windowFrom = (last: number, { mark }: Timeline, overlapMs: number): number =>
  Math.min(last, mark) - overlapMs
