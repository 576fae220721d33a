import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, Command, Doubtful, LookUp, LookUpResult, Plan, SinkClient } from '../../stream/define.ts'
import { addressOf } from '../../transport/address.ts'
import { cleanLookUp, cleanOutcome } from '../../transport/clean-outcome.ts'
import { HttpCaller, type Answer, type NoAnswer, type Request } from '../../transport/http-caller.ts'
import type { Draft } from './draft.ts'
import { EarlierCalls } from './earlier-calls.ts'
import { exportRequest, questionOf, resultOf, untraceable } from './export.ts'
import { Learned } from './learned.ts'
import { outcomesOf, type Verdict } from './outcome.ts'
import { choose } from './plan.ts'
import { limits, rateOf, theirNow } from './rate.ts'
import { recipes, type Recipe } from './request.ts'

/**
 * Calls under way at once: small ones are as many as Braze's limit asks for, full ones as many as the stage has commands ready for; each is in doubt when the process dies.
 */
const concurrencyOf = (brazeBatch: number): number => Math.min(64, Math.max(16, Math.round(1_200 / brazeBatch)))
/** What the smallest contract takes of /users/track; no other call carries more. */
const leastOffered = 75

/** Braze's REST API: the only network of the sink. */
export class BrazeClient implements SinkClient {
  readonly concurrency: number
  readonly mostPerCall: number
  readonly callTimeoutMs: number
  readonly limits = limits
  readonly lookUp: LookUp
  readonly #caller: HttpCaller
  readonly #base: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #recipes: ReadonlyMap<string, Recipe>
  readonly #learned = new Learned()
  readonly #earlier: EarlierCalls
  readonly #clock: Clock

  constructor({ brazeUrl, brazeKey, brazeBatch, brazeSettleMs, deliveryTimeoutMs }: Settings, clock: Clock) {
    if (brazeUrl === undefined || brazeKey === undefined)
      throw new Error('SIGNALBOX_BRAZE_URL and SIGNALBOX_BRAZE_KEY are needed to deliver to Braze')
    const { origin, path } = addressOf(brazeUrl)
    this.concurrency = concurrencyOf(brazeBatch)
    // One connection more than calls: the look-up's.
    const connections = this.concurrency + 1
    this.#caller = new HttpCaller({ origin, connections, timeoutMs: deliveryTimeoutMs, secrets: [brazeKey] })
    this.#base = path
    this.#headers = { 'content-type': 'application/json', authorization: `Bearer ${brazeKey}` }
    this.#recipes = recipes(brazeBatch)
    this.#clock = clock
    this.#earlier = new EarlierCalls(brazeSettleMs)
    this.mostPerCall = Math.max(brazeBatch, leastOffered)
    this.callTimeoutMs = deliveryTimeoutMs
    const lookUp: LookUp = {
      endpoint: '/users/export/ids',
      settleMs: brazeSettleMs,
      together: true,
      ask: (commands, signal) => this.#ask(commands, signal),
      askMany: (calls, signal) => this.#askMany(calls, signal),
    }
    this.lookUp = cleanLookUp(lookUp, this.#caller)
  }

  plan(commands: readonly Command[]): Plan {
    const { refused, chosen, draft } = choose(commands, this.#recipes, this.#learned)
    if (!draft) return { refused, call: undefined }
    const { kind, inDoubt } = draft
    const carried = chosen.flatMap(at => commands[at] ?? [])
    const { untold, undated } = this.#earlier.planned(carried, this.#clock.now())
    const send = async (signal: AbortSignal) => {
      const result = await this.#send(draft, signal)
      this.#earlier.over(undated, this.#clock.now())
      return result
    }
    return { refused, call: { endpoint: kind.endpoint, chosen, inDoubt, untold, send } }
  }

  close(): Promise<void> {
    return this.#caller.close()
  }

  async #send(draft: Draft, signal: AbortSignal): Promise<CallResult> {
    const answer = await this.#call(draft.request(), signal)
    const now = this.#clock.now()
    const { kind, parts, places } = draft
    const shared = kind.mixes ? new Set(parts.map(part => part.shared)).size : 1
    const sent = { places, shared, sharedIsWrong: kind.sharedIsWrong }
    const verdict = outcomesOf(answer, sent, 'status' in answer ? theirNow(answer.headers, now) : now)
    this.#learn(draft, verdict)
    const rate = 'status' in answer ? rateOf(answer, now) : undefined
    return { outcomes: verdict.outcomes.map(outcome => cleanOutcome(outcome, this.#caller)), ...(rate && { rate }) }
  }

  #learn({ kind, parts }: Draft, { teaches, outcomes }: Verdict): void {
    const size = this.#learned.sizeOf(kind)
    if (teaches === 'split') size.refused(parts.length)
    if (teaches === 'taken') size.taken(parts.length)
    if (teaches === 'suspect') this.#learned.suspect(parts.map(({ shared }) => shared))
    for (const [at, { shared, deliveryId }] of parts.entries()) {
      const outcome = outcomes[at]
      if (outcome?.kind === 'again' && outcome.reason === 'apart') this.#learned.keepApart(deliveryId)
      else if (teaches === 'taken') this.#learned.settle(shared, deliveryId)
    }
  }

  /** Users in calls of fifty, until one of them tells: a call is applied or not as a whole. */
  async #ask(commands: readonly Doubtful[], signal: AbortSignal): Promise<LookUpResult> {
    const over = AbortSignal.any([signal, AbortSignal.timeout(this.callTimeoutMs)])
    this.#earlier.asked(commands, this.#clock.now())
    const { groups, fields } = questionOf(commands)
    let result: LookUpResult = { findings: untraceable(commands) }
    for (const users of groups) {
      const [told] = await this.#export(users, fields, [commands], over)
      if (told) result = told
      if (told?.isTold) break
    }
    return result
  }

  /** One export for the users of several calls, of fifty commands at most together; each call is judged by itself. */
  async #askMany(calls: readonly (readonly Doubtful[])[], signal: AbortSignal): Promise<readonly LookUpResult[]> {
    const commands = calls.flat()
    this.#earlier.asked(commands, this.#clock.now())
    const { groups, fields } = questionOf(commands)
    const [users] = groups
    if (!users) return calls.map(own => ({ findings: untraceable(own) }))
    return this.#export(users, fields, calls, AbortSignal.any([signal, AbortSignal.timeout(this.callTimeoutMs)]))
  }

  /** What the export of these users says about each of the calls. */
  async #export(
    users: ReadonlySet<string>,
    fields: readonly string[],
    calls: readonly (readonly Doubtful[])[],
    signal: AbortSignal,
  ): Promise<readonly (LookUpResult & { readonly isTold: boolean })[]> {
    const answer = await this.#call(exportRequest(users, fields), signal)
    const now = this.#clock.now()
    const rate = 'status' in answer ? rateOf(answer, now) : undefined
    return calls.map(commands => ({ ...resultOf(answer, commands, users, now), ...(rate && { rate }) }))
  }

  #call(request: Request, signal: AbortSignal): Promise<Answer | NoAnswer> {
    return this.#caller.call({ ...request, path: this.#base + request.path, headers: this.#headers }, signal)
  }
}
