import { z } from 'zod'
import { setTimeout as sleep } from 'node:timers/promises'
import { workflowEvents } from '../../../../topics/workflow-events.ts'
import { workflowPoll } from '../../../../topics/workflow-poll.ts'
import { client, workflowCaller, type WorkflowCaller } from '../../../sandbox/workflow/contract/caller.ts'
import type { Random } from '../../engine/random.ts'
import type { Judgement, PolledEvent, PolledSource, World } from '../source.ts'
import { Changes, tenant } from '../workflow/changes.ts'
import { judge, type Event } from '../workflow/judge.ts'
import { standing, things, type Standing } from '../workflow/truth.ts'

const old = 300
const settings = {
  tenants: { [tenant]: {} },
  processDefinitions: [
    {
      key: 'claim',
      name: 'Claim',
      steps: [
        { type: 'user', id: 'check', assignee: '${clerk}', outcomes: { pay: 'pay', done: 'sign' } },
        { type: 'external', id: 'pay', topic: 'pay', retries: 3, next: 'sign' },
        { type: 'user', id: 'sign', candidateGroups: ['managers'] },
      ],
    },
  ],
  tasks: [
    { id: 'old-{n}', count: old, everyMs: 0, assignee: 'ann' },
    { count: old, assignee: 'bob', processDefinitionKey: 'claim', businessKey: 'old-{n}' },
  ],
}

const Said = z.looseObject({
  eventId: z.string(),
  change: z.string().optional(),
  taskId: z.string().nullish(),
  processInstanceId: z.string().nullish(),
  assignee: z.string().nullish(),
  previousAssignee: z.string().nullish(),
})

/** Cases and tasks of a service, and the people who work on them. */
class WorkflowWorld implements World {
  /** Deletions without a trace show by themselves; that an order does no harm is shown besides. */
  readonly orders = ['reconcile'] as const
  readonly #service: WorkflowCaller
  readonly #changes: Changes
  #before: Standing = { tasks: new Map(), cases: new Map() }
  #begun: Promise<void> | undefined

  constructor(url: string, random: Random) {
    this.#service = workflowCaller(() => ({ url }))
    const ids = Array.from({ length: old }, (_, n) => `old-${n + 1}`)
    this.#changes = new Changes(this.#service, random, ids)
  }

  async prepare(): Promise<void> {
    this.#before = await standing(this.#service)
  }

  async change(): Promise<void> {
    this.#begun ??= this.#firstRound()
    await this.#begun
    await this.#changes.one()
  }

  /** What was there before it is not told. */
  async #firstRound(): Promise<void> {
    const query = 'calls?summary=true'
    while (!(await this.#service.control('GET', query)).text.includes('historic-process-instances')) await sleep(100)
    await sleep(1_500)
  }

  async judge(events: readonly PolledEvent[]): Promise<Judgement> {
    const now = await standing(this.#service)
    const { tasks, cases } = things(this.#before, now, this.#changes.lost)
    const { missed, doubled, wrong, brokenChains } = judge(tasks, cases, events.map(eventOf))
    const count = (schema: string) => events.filter(event => event.schema === schema).length
    return {
      missed,
      doubled: [...doubled, ...wrong, ...brokenChains],
      figures: {
        ...{ 'changes that took effect': this.#changes.made, events: events.length },
        ...{ tasks: tasks.length, cases: cases.length, 'task events': count('WorkflowTaskChanged') },
        ...{ exceptions: count('WorkflowExceptionRaised'), 'deleted without a trace': this.#changes.lost.size },
        ...{ 'handed over': events.filter(({ value }) => value['change'] === 'assigned').length },
      },
    }
  }
}

function eventOf({ schema, value }: PolledEvent): Event {
  const { eventId, change = '', taskId, processInstanceId, assignee, previousAssignee } = Said.parse(value)
  const people = { assignee: assignee ?? null, previousAssignee: previousAssignee ?? null }
  if (schema === 'WorkflowExceptionRaised') return { eventId, kind: 'exception', id: eventId, change, ...people }
  const isTask = schema === 'WorkflowTaskChanged'
  return { eventId, kind: isTask ? 'task' : 'case', id: (isTask ? taskId : processInstanceId) ?? '', change, ...people }
}

export const workflowSource: PolledSource = {
  name: 'workflow',
  topic: workflowEvents,
  orders: workflowPoll,
  sandbox: { client: client.client_id, secret: client.client_secret, settings },
  env: url => ({
    ...{ SIGNALBOX_WORKFLOW_URL: url, SIGNALBOX_WORKFLOW_TENANT: tenant },
    ...{ SIGNALBOX_WORKFLOW_CLIENT: client.client_id, SIGNALBOX_WORKFLOW_SECRET: client.client_secret },
    ...{ SIGNALBOX_WORKFLOW_POLL_MS: '300', SIGNALBOX_WORKFLOW_POLL_RATE: '1000', SIGNALBOX_WORKFLOW_POLL_PAGE: '50' },
    ...{ SIGNALBOX_WORKFLOW_RECONCILE_MS: '4000', SIGNALBOX_WORKFLOW_SETTLE_MS: '4000' },
    ...{ SIGNALBOX_WORKFLOW_OVERLAP_MS: '900000' },
  }),
  naive: { SIGNALBOX_WORKFLOW_OVERLAP_MS: '1000', SIGNALBOX_WORKFLOW_RECONCILE_MS: '86400000' },
  skewsMs: [300_000, -300_000, 0],
  open: (url, random) => new WorkflowWorld(url, random),
}
