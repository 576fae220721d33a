import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, InDoubtWay, Rate } from '../../stream/define.ts'
import { addressOf } from '../../transport/address.ts'
import { cleanOutcome } from '../../transport/clean-outcome.ts'
import { HttpCaller } from '../../transport/http-caller.ts'
import { batchKeyOf } from '../../transport/idempotency-key.ts'
import { rateOf } from '../../transport/rate-report.ts'
import { formsOf, webhookHeaders } from '../../transport/webhook-signature.ts'
import { LearntSize } from './learnt-size.ts'
import { verdictOf, type Verdict } from './outcome.ts'
import { bodyOf, type BatchEvent, type Room } from './request.ts'

type EndpointSettings = NonNullable<Settings['httpEndpoints']>[string]

/** A limit of bytes is the receiver's and stays; a batch that is refused for one event is soon past it. */
const [patienceOfBytes, patienceOfEvents] = [100, 1]

/** One HTTP endpoint that gets signed batches: the only network of the HTTP sink. */
export class Endpoint {
  readonly inDoubt: InDoubtWay
  readonly rate: Rate | undefined
  readonly #target: string
  readonly #secret: string
  readonly #mostBytes: number
  readonly #bytes: LearntSize
  readonly #events: LearntSize
  readonly #caller: HttpCaller
  readonly #clock: Clock

  constructor(settings: EndpointSettings, bounds: { connections: number; timeoutMs: number }, clock: Clock) {
    const { url, secret, inDoubt, most, mostBytes, calls, windowMs } = settings
    const { origin, path, query } = addressOf(url)
    this.inDoubt = inDoubt
    this.rate = calls === undefined ? undefined : { calls, windowMs }
    this.#target = `${path === '' ? '/' : path}${query}`
    this.#secret = secret
    this.#mostBytes = mostBytes
    this.#bytes = new LearntSize(mostBytes, patienceOfBytes)
    this.#events = new LearntSize(most, patienceOfEvents)
    this.#caller = new HttpCaller({ origin, ...bounds, secrets: formsOf(secret) })
    this.#clock = clock
  }

  get room(): Room {
    return { most: this.#events.limit, bytes: this.#bytes.limit, mostBytes: this.#mostBytes }
  }

  async send(events: readonly BatchEvent[], signal: AbortSignal): Promise<CallResult> {
    const body = bodyOf(events)
    const ids = events.map(({ id }) => id)
    const key = batchKeyOf(ids)
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...webhookHeaders({ id: key, atMs: this.#clock.now(), body }, this.#secret),
    }
    const answer = await this.#caller.call({ method: 'POST', path: this.#target, headers, body }, signal)
    const now = this.#clock.now()
    const { outcomes, size } = verdictOf(answer, ids, now)
    this.#learn(size, events.length, Buffer.byteLength(body))
    return { outcomes: outcomes.map(outcome => cleanOutcome(outcome, this.#caller)), ...rateOf(answer, now) }
  }

  #learn(size: Verdict['size'], events: number, bytes: number): void {
    if (size === 'tooLarge') this.#bytes.refused(bytes)
    if (size === 'tooMany') this.#events.refused(events)
    if (size !== 'taken') return
    this.#bytes.taken()
    this.#events.taken()
  }

  close(): Promise<void> {
    return this.#caller.close()
  }
}
