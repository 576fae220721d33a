import type { Settings } from '../../config.ts'
import type { Clock } from '../../clock.ts'
import type { Command, Outcome, SinkClient } from '../../stream/define.ts'
import { CallSize } from './call-size.ts'
import { outcomesOf, type Answer } from './outcome.ts'
import { objectOf, takeForCall, trackBody, type TrackObject } from './request.ts'

/** POST /users/track: the only network of the Braze sink. */
export class BrazeClient implements SinkClient {
  readonly #url: string
  readonly #key: string
  readonly #timeoutMs: number
  readonly #size: CallSize
  readonly #clock: Clock

  constructor({ brazeUrl, brazeKey, brazeTimeoutMs, brazeBatch }: Settings, clock: Clock) {
    if (brazeUrl === undefined || brazeKey === undefined)
      throw new Error('SIGNALBOX_BRAZE_URL and SIGNALBOX_BRAZE_KEY are needed to deliver to Braze')
    this.#url = `${brazeUrl.replace(/\/$/, '')}/users/track`
    this.#key = brazeKey
    this.#timeoutMs = brazeTimeoutMs
    this.#size = new CallSize(brazeBatch)
    this.#clock = clock
  }

  take(commands: readonly Command[]): number {
    return takeForCall(commands, this.#size.limit)
  }

  async deliver(commands: readonly Command[]): Promise<readonly Outcome[]> {
    const objects = commands.map(objectOf)
    const sent = objects.filter((object): object is TrackObject => !('refusal' in object))
    const outcomes = sent.length === 0 ? [] : await this.#call(sent)
    const bySent = new Map(sent.map((object, at) => [object, outcomes[at]]))
    return objects.map((object): Outcome => {
      if ('refusal' in object) return { kind: 'rejected', reason: object.refusal }
      return bySent.get(object) ?? { kind: 'retry', reason: 'no_outcome', afterMs: null }
    })
  }

  async #call(objects: readonly TrackObject[]): Promise<readonly Outcome[]> {
    const answer = await this.#post(trackBody(objects))
    if (typeof answer === 'string') return objects.map(() => ({ kind: 'retry', reason: answer, afterMs: null }))
    const { outcomes, split } = outcomesOf(answer, objects, this.#clock.now())
    if (split) this.#size.refused(objects.length)
    else if (outcomes.every(outcome => outcome.kind !== 'retry')) this.#size.taken(objects.length)
    return outcomes
  }

  /** The answer, or a word for why there is none. After a time-out it is not known whether Braze applied the call; it is made again (at least once). */
  async #post(body: string): Promise<Answer | string> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#key}` },
        signal: AbortSignal.timeout(this.#timeoutMs),
        redirect: 'manual',
      })
      const text = await response.text()
      // Answers end in logs and receipts; whoever answers may repeat what was sent.
      const told = text.replaceAll(this.#key, '(the API key)')
      return { status: response.status, headers: Object.fromEntries(response.headers), body: told }
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'timed_out' : `unreachable: ${causeOf(error)}`
    }
  }
}

/** The system's word, such as ECONNREFUSED. Never the message: it quotes a header that cannot be sent, and so the key. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no call could be made'
}
