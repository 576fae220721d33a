import assert from 'node:assert/strict'
import { after } from 'node:test'
import { pino } from 'pino'
import { z } from 'zod'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { WorkflowCaseChanged } from '../../../schemas/workflow-case-changed.generated.ts'
import { WorkflowExceptionRaised } from '../../../schemas/workflow-exception-raised.generated.ts'
import { WorkflowTaskChanged } from '../../../schemas/workflow-task-changed.generated.ts'
import { readSettings } from '../../../src/config.ts'
import { WorkflowPoll } from '../../../src/ingress/workflow/poll/poll.ts'
import type { Polled, PollState, Publication, Refusal } from '../../../src/stream/define.ts'
import { startSandbox } from '../../sandbox/start.ts'
import { valueOf } from './values.ts'
import { client, workflowCaller } from '../../sandbox/workflow/contract/caller.ts'

export const sandbox = await startSandbox('workflow', {
  client: client.client_id,
  secret: client.client_secret,
  settings: {
    tenants: { acme: {} },
    processDefinitions: [
      {
        key: 'claim',
        name: 'Claim',
        steps: [
          {
            type: 'user',
            id: 'check',
            name: 'Check ${what}',
            assignee: '${clerk}',
            candidateGroups: ['clerks'],
            outcomes: { approved: 'pay', rejected: 'end' },
            next: 'end',
          },
          { type: 'external', id: 'pay', name: 'Pay', topic: 'payments', retries: 3, next: 'tell' },
          { type: 'user', id: 'tell', assignee: 'ann' },
        ],
      },
      {
        key: 'two',
        steps: [
          { type: 'user', id: 'one', next: 'other' },
          { type: 'user', id: 'other' },
        ],
      },
    ],
  },
})
after(() => sandbox.stop())

/** The service as a person or another program uses it. */
export const service = workflowCaller(() => sandbox)

const nameOf: Readonly<Record<string, string>> = {
  [WorkflowTaskChanged.name]: 'task',
  [WorkflowCaseChanged.name]: 'case',
  [WorkflowExceptionRaised.name]: 'exception',
}

/** The poller against the sandbox, as its stage runs it, but for Kafka: what is remembered outlives it. */
export class PolledService {
  readonly rows = new Map<string, string>()
  readonly events: Publication[] = []
  readonly refusals: Refusal[] = []
  readonly #env: Record<string, string>
  readonly #polls: WorkflowPoll[] = []
  #poll: WorkflowPoll
  orders: PollOrder[] = []
  requests = 0

  constructor(env: Record<string, string> = {}) {
    this.#env = env
    this.#poll = this.#open()
    after(() => Promise.all(this.#polls.map(poll => poll.close())))
  }

  /** Another process takes over: it knows what is remembered, and nothing else. */
  kill(): void {
    this.#poll = this.#open()
  }

  /** The same process begins anew. */
  restart(): void {
    this.#poll.restart()
  }

  #open(): WorkflowPoll {
    const settings = readSettings({
      ...{ SIGNALBOX_WORKFLOW_URL: sandbox.url, SIGNALBOX_WORKFLOW_TENANT: 'acme' },
      ...{ SIGNALBOX_WORKFLOW_CLIENT: client.client_id, SIGNALBOX_WORKFLOW_SECRET: client.client_secret },
      ...{ SIGNALBOX_WORKFLOW_POLL_RATE: '10000', SIGNALBOX_DELIVERY_TIMEOUT_MS: '1000' },
      ...{ SIGNALBOX_WORKFLOW_RECONCILE_MS: '100', ...this.#env },
    })
    const poll = new WorkflowPoll(settings, { now: () => Date.now() }, pino({ level: 'silent' }))
    this.#polls.push(poll)
    poll.restart()
    return poll
  }

  /** One step; `isCommitted` false: its unit comes to nothing, and another process goes on. */
  async step(isCommitted = true): Promise<Polled> {
    const orders = this.orders
    const polled = await this.#poll.step(this.#state, orders, AbortSignal.timeout(20_000))
    this.requests += polled.requests
    if (!isCommitted) {
      this.kill()
      return polled
    }
    this.orders = []
    this.events.push(...polled.publications)
    this.refusals.push(...polled.refusals)
    for (const [key, row] of polled.rows)
      if (row === null) this.rows.delete(key)
      else this.rows.set(key, JSON.stringify(row))
    return polled
  }

  /** Steps to the end of a round; answers with what they have told, in short. */
  async round(): Promise<string[]> {
    const before = this.events.length
    for (let steps = 0; ; steps++) {
      assert.ok(steps < 1_000, 'a round ends')
      const { trouble, roundEnded } = await this.step()
      assert.equal(trouble, undefined)
      if (roundEnded) return this.events.slice(before).map(inShort)
    }
  }

  readonly #state: PollState = {
    get: key => {
      const row = this.rows.get(key)
      return row === undefined ? undefined : z.unknown().parse(JSON.parse(row))
    },
    has: key => this.rows.has(key),
    keys: prefix => [...this.rows.keys()].filter(key => key.startsWith(prefix)),
    size: 0,
  }
}

/** Such as: claim-7: task assigned task-1 ann. */
export function inShort(event: Publication): string {
  const { subject, change, exception, taskId, assignee, processInstanceId, jobId } = valueOf(event)
  const id = taskId ?? jobId ?? processInstanceId
  const who = change !== 'completed' && assignee != null ? [assignee] : []
  return `${subject}: ${[nameOf[event.schema.name], change ?? exception, id, ...who].join(' ')}`
}

/** The service's clock has gone on: what has happened until now is told by the next round. */
let skewMs = 0
export async function later(ms = 2_000): Promise<void> {
  skewMs += ms
  await service.control('PUT', 'clock', { skewMs })
}
export async function anew(startMs = 0): Promise<void> {
  await service.reset()
  skewMs = startMs
  await service.control('PUT', 'clock', { skewMs })
}
