import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, Command, Plan, SinkClient } from '../../stream/define.ts'
import { addressOf } from '../../transport/address.ts'
import { cleanOutcome } from '../../transport/clean-outcome.ts'
import { HttpCaller } from '../../transport/http-caller.ts'
import { planOne } from '../../transport/plan-one.ts'
import { rateOf } from '../../transport/rate-report.ts'
import { formsOf, webhookHeaders } from '../../transport/webhook-signature.ts'
import { outcomeOf } from './outcome.ts'
import { eventOf, type EventRequest } from './request.ts'

/** POST /events: the only network of the xConnector sink. One signed event per call; xConnector dedupes by the idempotency key, so that a call in doubt is made again. */
export class XconnectorClient implements SinkClient {
  readonly concurrency = 8
  readonly mostPerCall = 1
  readonly limits = {}
  readonly callTimeoutMs: number
  readonly #path: string
  readonly #secret: string
  readonly #caller: HttpCaller
  readonly #clock: Clock

  constructor({ xconnectorUrl, xconnectorSecret, deliveryTimeoutMs }: Settings, clock: Clock) {
    if (xconnectorUrl === undefined || xconnectorSecret === undefined)
      throw new Error('SIGNALBOX_XCONNECTOR_URL and SIGNALBOX_XCONNECTOR_SECRET are needed to deliver to xConnector')
    const { origin, path } = addressOf(xconnectorUrl)
    this.#path = `${path}/events`
    this.#secret = xconnectorSecret
    this.#clock = clock
    this.callTimeoutMs = deliveryTimeoutMs
    const { concurrency: connections, callTimeoutMs: timeoutMs } = this
    this.#caller = new HttpCaller({ origin, connections, timeoutMs, secrets: formsOf(xconnectorSecret) })
  }

  plan(commands: readonly Command[]): Plan {
    return planOne(commands, eventOf, event => ({
      endpoint: '/events',
      inDoubt: 'resend',
      send: signal => this.#send(event, signal),
    }))
  }

  async #send({ key, body }: EventRequest, signal: AbortSignal): Promise<CallResult> {
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'idempotency-key': key,
      ...webhookHeaders({ id: key, atMs: this.#clock.now(), body }, this.#secret),
    }
    const answer = await this.#caller.call({ method: 'POST', path: this.#path, headers, body }, signal)
    const now = this.#clock.now()
    return { outcomes: [cleanOutcome(outcomeOf(answer, now), this.#caller)], ...rateOf(answer, now) }
  }

  close(): Promise<void> {
    return this.#caller.close()
  }
}
