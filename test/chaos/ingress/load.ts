import { setTimeout as sleep } from 'node:timers/promises'
import type { Numbered, Source, SourceClient } from './source.ts'

export interface LoadOptions {
  readonly source: Source
  readonly url: string
  readonly events: number
  readonly batch: number
  readonly seed: number
}

const lanes = 8
const subjectsPerLane = 25
const gateMs = 5

/** Every subject of a run. */
export const subjects: readonly string[] = Array.from({ length: lanes * subjectsPerLane }, (_, n) =>
  subjectOf(Math.floor(n / subjectsPerLane), n),
)

function subjectOf(lane: number, number: number): string {
  return `s-${lane}-${number % subjectsPerLane}`
}

/** All events of a run in batches over eight lanes at full speed, each lane one batch after the other. */
export class Load {
  /** Events that were acknowledged: they must be in Kafka. */
  acknowledged = 0
  refused = 0
  readonly #options: LoadOptions
  readonly #isAcknowledged: Uint8Array
  readonly #client: SourceClient
  /** No event from here on is sent yet. */
  #gate = 0

  constructor(options: LoadOptions) {
    this.#options = options
    this.#isAcknowledged = new Uint8Array(options.events)
    this.#client = options.source.open(options.url, options.seed)
  }

  readonly isAcknowledged = (number: number): boolean => this.#isAcknowledged[number] === 1

  /** Events whose requests are over. */
  get answered(): number {
    return this.acknowledged + this.refused
  }

  unacknowledged(): number[] {
    const numbers: number[] = []
    for (const [number, is] of this.#isAcknowledged.entries()) if (is === 0) numbers.push(number)
    return numbers
  }

  answers(): ReadonlyMap<string, number> {
    return this.#client.answers()
  }

  /** Lets the load go on up to this number. */
  open(gate: number): void {
    this.#gate = gate
  }

  /** Resolves when every event was acknowledged or refused. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => this.#lane(lane)))
    await this.#client.close()
  }

  async #lane(lane: number): Promise<void> {
    const { events, batch } = this.#options
    for (let n = lane; n * batch < events; n += lanes) {
      const from = n * batch
      const to = Math.min(events, from + batch)
      while (from >= this.#gate) await sleep(gateMs)
      await this.#send(
        Array.from({ length: to - from }, (_, at) => numbered(lane, from + at)),
        from,
        to,
      )
    }
  }

  async #send(batch: readonly Numbered[], from: number, to: number): Promise<void> {
    if (await this.#client.send(batch)) {
      this.#isAcknowledged.fill(1, from, to)
      this.acknowledged += batch.length
    } else this.refused += batch.length
  }
}

const numbered = (lane: number, number: number): Numbered => ({ number, subject: subjectOf(lane, number) })
