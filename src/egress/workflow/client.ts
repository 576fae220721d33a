import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { CallResult, Command, LookUp, Outcome, Plan, SinkClient } from '../../stream/define.ts'
import { cleanLookUp, cleanOutcome } from '../../transport/clean-outcome.ts'
import { within } from '../../transport/deadline.ts'
import { haltOf } from '../../transport/halt.ts'
import { planOne } from '../../transport/plan-one.ts'
import { claimTask, completeTask } from './complete-task.ts'
import { lookUpAt } from './look-up.ts'
import { workOf, type Work } from './request.ts'
import { startProcess } from './start-process.ts'
import { WorkflowService } from '../../systems/workflow/workflow-service.ts'

/** A command takes several requests where it is refused; all of them together no longer than so many of the longest. */
const requestsPerCall = 4

/** OpenText's workflow service: the only network of its sink. */
export class WorkflowClient implements SinkClient {
  readonly concurrency = 8
  readonly mostPerCall = 1
  readonly callTimeoutMs: number
  /** None are published. */
  readonly limits = {}
  readonly lookUp: LookUp
  readonly #service: WorkflowService
  readonly #clock: Clock

  constructor(settings: Settings, clock: Clock) {
    const { workflowUrl: url, workflowTenant: tenant, workflowClient: client, workflowSecret: secret } = settings
    if (url === undefined || tenant === undefined || client === undefined || secret === undefined)
      throw new Error('SIGNALBOX_WORKFLOW_URL, _TENANT, _CLIENT and _SECRET are needed to deliver to workflow')
    const { deliveryTimeoutMs: timeoutMs } = settings
    this.callTimeoutMs = timeoutMs * requestsPerCall
    const connections = this.concurrency
    this.#clock = clock
    this.#service = new WorkflowService({ url, tenant, client, secret, connections, timeoutMs }, clock)
    const lookUp = lookUpAt(this.#service, signal => this.#bounded(signal))
    this.lookUp = cleanLookUp(lookUp, this.#service)
  }

  plan(commands: readonly Command[]): Plan {
    return planOne(commands, workOf, work => ({
      endpoint: work.operation,
      inDoubt: work.operation === 'claim-task' ? 'resend' : 'lookup',
      send: signal => this.#send(work, signal),
    }))
  }

  close(): Promise<void> {
    return this.#service.close()
  }

  async #send(work: Work, signal: AbortSignal): Promise<CallResult> {
    try {
      return { outcomes: [cleanOutcome(await this.#outcome(work, this.#bounded(signal)), this.#service)] }
    } catch (error) {
      const { outcome, rate } = haltOf(error)
      return { outcomes: [cleanOutcome(outcome, this.#service)], ...(rate && { rate }) }
    }
  }

  #outcome(work: Work, signal: AbortSignal): Promise<Outcome> {
    if (work.operation === 'complete-task') return completeTask(this.#service, work, signal)
    if (work.operation === 'claim-task') return claimTask(this.#service, work, signal)
    return startProcess(this.#service, work, signal)
  }

  #bounded(signal: AbortSignal): AbortSignal {
    return within(signal, this.callTimeoutMs, this.#clock)
  }
}
