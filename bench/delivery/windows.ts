export interface WindowOptions {
  /** A window of `windowMs`, which begins at a multiple of it since 1970, allows so many calls. */
  readonly calls: number
  readonly windowMs: number
  /** Of the plot: a multiple of the window, or a part of one. */
  readonly lineMs: number
  /** What is counted, ms since 1970. */
  readonly from: number
  readonly to: number
}

const barLength = 50
/** The journal is read by then. */
const slackMs = 1_000

/** Counts a sandbox's calls in the very windows in which it counts them. */
export class RateWindows {
  readonly #options: WindowOptions
  readonly #windows = new Map<number, number>()
  readonly #lines = new Map<number, number>()
  #used = 0
  #refused = 0
  #early = 0
  #told = 0

  constructor(options: WindowOptions) {
    this.#options = options
  }

  take(atMs: number, status: number | null): void {
    const { windowMs, lineMs, from, to } = this.#options
    // One that is refused while the processes start counts too.
    if (status === 429) this.#refused++
    if (atMs < from || atMs >= to || status === null || status > 299) return
    this.#used++
    count(this.#windows, Math.floor(atMs / windowMs))
    count(this.#lines, Math.floor(atMs / lineMs))
    if (atMs % windowMs < windowMs / 10) this.#early++
  }

  figures() {
    const { calls, windowMs, from, to } = this.#options
    const allowed = (calls * (to - from)) / windowMs
    const isWhole = to - from >= windowMs * 10
    return {
      allowed: Math.round(allowed),
      used: this.#used,
      ratio: Number((this.#used / allowed).toFixed(4)),
      refused: this.#refused,
      windowAllows: calls,
      mostInWindow: Math.max(0, ...this.#windows.values()),
      leastInWindow: Math.min(calls, ...this.#windows.values()),
      /** Calls in the first tenth of windows against an even tenth. */
      firstTenth: isWhole ? Number(((this.#early * 10) / Math.max(1, this.#used)).toFixed(3)) : 1,
    }
  }

  /** Lines that are over and were not told yet, one for each `lineMs`: since the beginning, what is allowed, what was used, and that as a bar. */
  told(now: number): string[] {
    const { calls, windowMs, lineMs, from, to } = this.#options
    const allowed = (calls * lineMs) / windowMs
    const lines: string[] = []
    for (; from + (this.#told + 1) * lineMs <= Math.min(to, now - slackMs); this.#told++) {
      const used = this.#lines.get(Math.floor(from / lineMs) + this.#told) ?? 0
      const bar = '█'.repeat(Math.round((used / allowed) * barLength))
      const since = String((this.#told * lineMs) / 1_000).padStart(5)
      lines.push(`${since} s ${allowed.toFixed(0).padStart(6)} ${String(used).padStart(6)} ${bar}`)
    }
    return lines
  }
}

const count = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1)
