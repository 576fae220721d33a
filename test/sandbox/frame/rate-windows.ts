/** So many requests in a window of so many seconds. */
export interface Limit {
  readonly requests: number
  readonly windowSeconds: number
}

/** Where one request stands in its window. */
export interface Standing {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Epoch milliseconds of the window's end. */
  readonly resetAtMs: number
}

const maxWindows = 10_000

/** Counts requests in fixed windows that begin at multiples of their length since 1970. One window per name. */
export class RateWindows {
  readonly #windows = new Map<string, { readonly startMs: number; used: number }>()

  take(name: string, { requests, windowSeconds }: Limit, nowMs: number): Standing {
    const lengthMs = windowSeconds * 1000
    const startMs = Math.floor(nowMs / lengthMs) * lengthMs
    let window = this.#windows.get(name)
    if (window?.startMs !== startMs) {
      if (this.#windows.size >= maxWindows) this.#windows.clear()
      this.#windows.set(name, (window = { startMs, used: 0 }))
    }
    window.used += 1
    return {
      allowed: window.used <= requests,
      limit: requests,
      remaining: Math.max(0, requests - window.used),
      resetAtMs: startMs + lengthMs,
    }
  }

  clear(): void {
    this.#windows.clear()
  }
}
