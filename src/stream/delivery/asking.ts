import { fullMessage } from '../../kafka/index.ts'
import type { Doubtful, LookUpResult, SinkClient } from '../define.ts'
import type { Doubt, Doubts } from './doubts.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { Results } from './results.ts'

/** Commands of several calls that are asked about together. */
const mostTogether = 50
/** After a sink that threw, against its contract. */
const afterThrowMs = 10_000

export interface AskingParts {
  readonly client: SinkClient
  readonly limiter: RateLimiter
  readonly doubts: Doubts
  readonly results: Results
  /** Something has come back: there may be something to commit. */
  readonly wake: () => void
}

/** Asks the destination about calls in doubt, several at once where it can tell of several. */
export class Asking {
  readonly #parts: AskingParts
  /** Look-ups that are under way. */
  open = 0

  constructor(parts: AskingParts) {
    this.#parts = parts
  }

  /** Ms until what is due may be asked; Infinity where nothing is due. */
  opensIn(now: number): number {
    const { client, limiter, doubts } = this.#parts
    const isDue = doubts.due(now, 1).length > 0
    const wait = client.lookUp && isDue ? limiter.wait(client.lookUp.endpoint, now) : 0
    return wait > 0 ? wait : Infinity
  }

  /** Begins a look-up, where one is due and its endpoint is open. False where not. */
  begin(now: number, cut: AbortSignal): boolean {
    const { client, limiter, doubts } = this.#parts
    const { lookUp } = client
    if (!lookUp || limiter.wait(lookUp.endpoint, now) > 0) return false
    const asked = doubts.due(now, lookUp.askMany ? mostTogether : 1)
    if (asked.length === 0) return false
    limiter.took(lookUp.endpoint, now)
    for (const doubt of asked) doubt.asking = true
    this.open++
    const entries = asked.map(doubt => doubt.entries)
    const threw = (error: unknown): readonly LookUpResult[] => entries.map(own => failed(own.length, error))
    void this.#ask(asked.map(commandsOf), cut)
      .then(undefined, threw)
      .then(answers => {
        this.open--
        limiter.ended(lookUp.endpoint)
        for (const [at, doubt] of asked.entries()) {
          doubt.asking = false
          const own = entries[at] ?? []
          this.#parts.results.takeFindings(doubt, own, answers[at] ?? failed(own.length, 'no answer'), lookUp.together)
        }
        this.#parts.wake()
      })
    return true
  }

  async #ask(calls: readonly (readonly Doubtful[])[], cut: AbortSignal): Promise<readonly LookUpResult[]> {
    const { lookUp } = this.#parts.client
    if (calls.length > 1 && lookUp?.askMany) return lookUp.askMany(calls, cut)
    const [only = []] = calls
    return lookUp ? [await lookUp.ask(only, cut)] : []
  }
}

const commandsOf = ({ entries, calledAt }: Doubt): readonly Doubtful[] =>
  entries.map(({ command, canBeTold }) => ({ ...command, calledAt, canBeTold }))

const failed = (commands: number, error: unknown): LookUpResult => ({
  findings: Array.from({ length: commands }, () => ({
    kind: 'unknown',
    reason: `threw: ${fullMessage(error)}`,
    afterMs: afterThrowMs,
  })),
})
