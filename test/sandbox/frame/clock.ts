/** The sandbox's own clock: the true one, shifted. Everything the system says about time comes from it. */
export class Clock {
  #skewMs = 0
  #dateSecond = -1
  #date = ''

  get skewMs(): number {
    return this.#skewMs
  }

  set(skewMs: number): void {
    this.#skewMs = skewMs
  }

  now(): number {
    return Date.now() + this.#skewMs
  }

  /** A time as the Date header writes it. */
  httpDate(atMs: number): string {
    const second = Math.floor(atMs / 1000)
    if (second !== this.#dateSecond) {
      this.#dateSecond = second
      this.#date = new Date(atMs).toUTCString()
    }
    return this.#date
  }
}
