import type { Logger } from 'pino'
import { fullMessage } from '../../kafka/index.ts'

/** A rebalance or the restart of one broker passes in less; an operator need not hear of it. */
const sayAfterMs = 3_000

/** What stands in a stage's way, for health at once and for the log when it lasts: one line when it does, one when it is over. */
export class Trouble {
  readonly #log: Logger
  readonly #stage: string
  #now: string | undefined
  #since: number | undefined
  #said = false

  constructor(log: Logger, stage: string) {
    this.#log = log
    this.#stage = stage
  }

  /** Undefined while all is well. */
  get now(): string | undefined {
    return this.#now
  }

  met(error: unknown): void {
    this.#now = fullMessage(error)
    this.#log.debug({ stage: this.#stage, err: error }, 'trying again')
    this.#since ??= performance.now()
    if (this.#said || performance.now() - this.#since < sayAfterMs) return
    this.#said = true
    this.#log.warn({ stage: this.#stage, trouble: this.#now }, 'waiting for Kafka')
  }

  over(): void {
    if (this.#said) this.#log.info({ stage: this.#stage }, 'works again')
    this.#now = undefined
    this.#since = undefined
    this.#said = false
  }
}
