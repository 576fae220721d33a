/** Counts messages in windows that begin with the first message after the last one's end, so not with the clock's minute. */
export class Quota {
  #startMs = -Infinity
  #used = 0

  /** Milliseconds to wait; 0 when there is room for so many, which are used up then. */
  take(messages: number, limit: { readonly messages: number; readonly windowSeconds: number }, nowMs: number): number {
    const lengthMs = limit.windowSeconds * 1000
    if (nowMs < this.#startMs || nowMs >= this.#startMs + lengthMs) {
      this.#startMs = nowMs
      this.#used = 0
    }
    // More than fits into any window would wait for ever: it may have a window of its own.
    if (this.#used > 0 && this.#used + messages > limit.messages) return this.#startMs + lengthMs - nowMs
    this.#used += messages
    return 0
  }

  clear(): void {
    this.#startMs = -Infinity
    this.#used = 0
  }
}
