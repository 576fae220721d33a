import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, Command, Plan, SinkClient } from '../../stream/define.ts'
import { addressOf } from '../../transport/address.ts'
import { cleanOutcome } from '../../transport/clean-outcome.ts'
import { HttpCaller } from '../../transport/http-caller.ts'
import { planOne } from '../../transport/plan-one.ts'
import { rateOf } from '../../transport/rate-report.ts'
import { outcomeOf } from './outcome.ts'
import { pushOf, type PushRequest } from './request.ts'

/** POST /deployments/notifications/{app}/push: the only network of the push sink. One push per call; the gateway dedupes by X-MRA-SubmitId, so that a call in doubt is made again. */
export class PushClient implements SinkClient {
  readonly concurrency = 16
  readonly mostPerCall = 1
  readonly limits = {}
  readonly callTimeoutMs: number
  readonly #path: string
  readonly #key: string
  readonly #caller: HttpCaller
  readonly #clock: Clock

  constructor({ pushUrl, pushApp, pushKey, deliveryTimeoutMs }: Settings, clock: Clock) {
    if (pushUrl === undefined || pushApp === undefined || pushKey === undefined)
      throw new Error('SIGNALBOX_PUSH_URL, SIGNALBOX_PUSH_APP and SIGNALBOX_PUSH_KEY are needed to push')
    const { origin, path } = addressOf(pushUrl)
    this.#path = `${path}/deployments/notifications/${encodeURIComponent(pushApp)}/push`
    this.#key = pushKey
    this.#clock = clock
    this.callTimeoutMs = deliveryTimeoutMs
    const { concurrency: connections, callTimeoutMs: timeoutMs } = this
    this.#caller = new HttpCaller({ origin, connections, timeoutMs, secrets: [pushKey] })
  }

  plan(commands: readonly Command[]): Plan {
    const now = this.#clock.now()
    return planOne(
      commands,
      command => pushOf(command, now),
      push => ({ endpoint: '/push', inDoubt: 'resend', send: signal => this.#send(push, signal) }),
    )
  }

  async #send({ submitId, body }: PushRequest, signal: AbortSignal): Promise<CallResult> {
    const headers = { 'content-type': 'application/json', otagappkey: this.#key, 'x-mra-submitid': submitId }
    const answer = await this.#caller.call({ method: 'POST', path: this.#path, headers, body }, signal)
    const now = this.#clock.now()
    return { outcomes: [cleanOutcome(outcomeOf(answer, now), this.#caller)], ...rateOf(answer, now) }
  }

  close(): Promise<void> {
    return this.#caller.close()
  }
}
