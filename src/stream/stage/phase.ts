import type { Logger } from 'pino'
import type { Trouble } from './trouble.ts'

const sayEveryMs = 5_000

/** What a stage waits for before it runs, for the log: a line every five seconds until it runs, so that one that never does says why. */
export class Phase {
  readonly #log: Logger
  readonly #trouble: Trouble
  readonly #stage: string
  #waitsFor = ''
  #since = 0
  #timer: NodeJS.Timeout | undefined

  constructor(log: Logger, stage: string, trouble: Trouble) {
    this.#log = log
    this.#stage = stage
    this.#trouble = trouble
  }

  waitFor(what: string): void {
    this.#waitsFor = what
    if (this.#timer) return
    this.#since = performance.now()
    this.#timer = setInterval(() => this.#say(), sayEveryMs).unref()
  }

  /** It runs, or has stopped. */
  over(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #say(): void {
    const seconds = Math.round((performance.now() - this.#since) / 1_000)
    const trouble = this.#trouble.now === undefined ? {} : { trouble: this.#trouble.now }
    this.#log.info({ stage: this.#stage, waitsFor: this.#waitsFor, seconds, ...trouble }, 'does not run yet')
  }
}
