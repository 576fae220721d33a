import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, Command, LookUp, Outcome, Plan, SinkClient } from '../../stream/define.ts'
import { cleanLookUp, cleanOutcome } from '../../transport/clean-outcome.ts'
import { Downloader } from '../../transport/download.ts'
import { ContentServer } from '../../systems/ecm/content-server.ts'
import { createTask } from './create-task.ts'
import { within } from '../../transport/deadline.ts'
import { haltOf } from '../../transport/halt.ts'
import { lookUpAt } from './look-up.ts'
import { choose, type Chosen } from './plan.ts'
import { setCategory } from './set-category.ts'
import { uploadDocument } from './upload-document.ts'
import { upsertWorkspaces } from './upsert-workspaces.ts'

const mostWorkspaces = 50
/** A command takes several requests, and a document its time; all of them together no longer than so many of the longest request. */
const requestsPerCall = 6

/** Content Server's REST API: the only network of the ECM sink, but for the sources of documents. */
export class EcmClient implements SinkClient {
  readonly concurrency: number
  readonly mostPerCall = mostWorkspaces
  readonly callTimeoutMs: number
  /** None are published. */
  readonly limits = {}
  readonly lookUp: LookUp
  readonly #server: ContentServer
  readonly #clock: Clock
  readonly #source: Downloader
  /** So many of the workspaces that come next go one by one: a call that carried them was refused as a whole. */
  #alone = 0

  constructor(settings: Settings, clock: Clock) {
    const { ecmUrl: url, ecmUser: user, ecmPassword: password, deliveryTimeoutMs: timeoutMs } = settings
    if (url === undefined || user === undefined || password === undefined)
      throw new Error('SIGNALBOX_ECM_URL, SIGNALBOX_ECM_USER and SIGNALBOX_ECM_PASSWORD are needed to deliver to ECM')
    this.concurrency = settings.ecmConcurrency
    this.callTimeoutMs = timeoutMs * requestsPerCall
    const connections = this.concurrency
    const uploadTimeoutMs = this.callTimeoutMs
    this.#clock = clock
    this.#server = new ContentServer({ url, user, password, connections, timeoutMs, uploadTimeoutMs }, clock)
    this.#source = new Downloader(timeoutMs)
    const lookUp = lookUpAt(this.#server, signal => this.#bounded(signal))
    this.lookUp = cleanLookUp(lookUp, this.#server)
  }

  plan(commands: readonly Command[]): Plan {
    const { refused, chosen, work } = choose(commands, this.#alone > 0 ? 1 : mostWorkspaces)
    if (!work) return { refused, call: undefined }
    const endpoint = 'operation' in work ? work.operation : 'upsert-workspaces'
    const sets = endpoint === 'set-category' || endpoint === 'upsert-workspaces'
    const send = (signal: AbortSignal) => this.#send(work, chosen.length, signal)
    return { refused, call: { endpoint, chosen, inDoubt: sets ? 'resend' : 'lookup', send } }
  }

  async close(): Promise<void> {
    await Promise.all([this.#server.close(), this.#source.close()])
  }

  async #send(work: NonNullable<Chosen['work']>, count: number, signal: AbortSignal): Promise<CallResult> {
    try {
      const outcomes = await this.#outcomes(work, this.#bounded(signal))
      return { outcomes: outcomes.map(outcome => cleanOutcome(outcome, this.#server)) }
    } catch (error) {
      const { outcome, rate } = haltOf(error)
      const clean = cleanOutcome(outcome, this.#server)
      return { outcomes: Array.from({ length: count }, () => clean), ...(rate && { rate }) }
    }
  }

  async #outcomes(work: NonNullable<Chosen['work']>, signal: AbortSignal): Promise<readonly Outcome[]> {
    if (!('operation' in work)) {
      const outcomes = await upsertWorkspaces(this.#server, work, signal)
      this.#alone = outcomes.some(({ kind }) => kind === 'again') ? outcomes.length : Math.max(0, this.#alone - 1)
      return outcomes
    }
    if (work.operation === 'set-category') return [await setCategory(this.#server, work, signal)]
    if (work.operation === 'create-task') return [await createTask(this.#server, work, signal)]
    return [await uploadDocument(this.#server, this.#source, work, signal)]
  }

  #bounded(signal: AbortSignal): AbortSignal {
    return within(signal, this.callTimeoutMs, this.#clock)
  }
}
