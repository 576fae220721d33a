import { setTimeout as sleep } from 'node:timers/promises'

/** So many turns a second at most, evenly: a server without published limits slows down for everybody when it is pressed. */
export class Pace {
  readonly #everyMs: number
  #next = 0

  constructor(perSecond: number) {
    this.#everyMs = 1_000 / perSecond
  }

  /** Resolves when it is the caller's turn; turns are given in the order in which they are asked for. Rejects when `signal` aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#everyMs
    signal.throwIfAborted()
    if (at - now >= 1) await sleep(at - now, undefined, { signal })
  }
}
