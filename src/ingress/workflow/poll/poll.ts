import type { Logger } from 'pino'
import type { PollOrder } from '../../../../schemas/poll-order.generated.ts'
import type { Clock } from '../../../clock.ts'
import type { Settings } from '../../../config.ts'
import type { Polled, PollSource, PollState } from '../../../stream/define.ts'
import { WorkflowService } from '../../../systems/workflow/workflow-service.ts'
import { rowWith } from '../canonical/row.ts'
import { Findings } from './findings.ts'
import { WorkflowReader } from './reader.ts'
import { round } from './round.ts'
import type { Steps } from './steps.ts'
import type { PollOptions, Tools } from './visit.ts'

/** OpenText's workflow service, asked again and again what has changed. */
export class WorkflowPoll implements PollSource {
  readonly #service: WorkflowService
  readonly #reader: WorkflowReader
  readonly #options: PollOptions
  readonly #source: string
  readonly #clock: Clock
  readonly #log: Logger
  #tools: Tools | undefined
  #round: Steps | undefined
  #signal: AbortSignal = AbortSignal.abort()

  constructor(settings: Settings, clock: Clock, log: Logger) {
    const { workflowUrl: url, workflowTenant: tenant, workflowClient: client, workflowSecret: secret } = settings
    if (url === undefined || tenant === undefined || client === undefined || secret === undefined)
      throw new Error('SIGNALBOX_WORKFLOW_URL, _TENANT, _CLIENT and _SECRET are needed to poll workflow')
    const { deliveryTimeoutMs: timeoutMs } = settings
    this.#service = new WorkflowService({ url, tenant, client, secret, connections: 1, timeoutMs }, clock)
    this.#reader = new WorkflowReader(this.#service, settings.workflowPollRate)
    this.#source = `/workflow/${tenant}`
    this.#options = optionsOf(settings)
    this.#clock = clock
    this.#log = log
  }

  restart(): void {
    this.#tools = undefined
    this.#round = undefined
  }

  async step(state: PollState, orders: readonly PollOrder[], signal: AbortSignal): Promise<Polled> {
    this.#signal = signal
    const tools = (this.#tools ??= this.#newTools(state))
    if (orders.length > 0) {
      this.#round = undefined
      return ordered(tools, orders)
    }
    this.#round ??= round(tools, () => this.#clock.now())
    const { value } = await this.#round.next()
    const polled = value ?? tools.findings.answer()
    if (polled.roundEnded) this.#round = undefined
    return polled.trouble === undefined ? polled : { ...polled, trouble: this.#service.withoutSecrets(polled.trouble) }
  }

  close(): Promise<void> {
    return this.#service.close()
  }

  #newTools(state: PollState): Tools {
    const [reader, options, source, log] = [this.#reader, this.#options, this.#source, this.#log]
    const findings = new Findings(state)
    const signal = () => this.#signal
    return { reader, findings, options, source, log, signal, held: new Set(), listsJobs: true }
  }
}

/** What operators ask outlasts the step in the cursor: the next round does it. Before the first round there is nothing to ask. */
function ordered({ findings, options }: Tools, orders: readonly PollOrder[]): Polled {
  for (const { what, from } of orders) {
    const cursor = findings.known('cursor')?.cursor
    if (!cursor) continue
    const readUntil = Math.min(cursor.readUntil, (from ?? Infinity) + options.overlapMs)
    if (what === 'reconcile') findings.remember('cursor', rowWith(undefined, { cursor: { ...cursor, sweptAt: null } }))
    if (what === 'readFrom')
      findings.remember('cursor', rowWith(undefined, { cursor: { ...cursor, readUntil, sweptAt: null } }))
  }
  return findings.answer()
}

const optionsOf = (settings: Settings): PollOptions => ({
  pollMs: settings.workflowPollMs,
  page: settings.workflowPollPage,
  overlapMs: settings.workflowOverlapMs,
  settleMs: settings.workflowSettleMs,
  reconcileMs: settings.workflowReconcileMs,
  baseline: settings.workflowBaseline,
})
