/** The poller of Extended ECM against its sandbox, without Kafka: what a step answers is committed, or lost, as a test says. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { systemClock } from '../../../src/clock.ts'
import { EcmPoll } from '../../../src/ingress/ecm/poll.ts'
import type { EcmPollSettings } from '../../../src/ingress/ecm/settings.ts'
import type { Polled, PollState } from '../../../src/stream/define.ts'
import { ContentServer } from '../../../src/systems/ecm/content-server.ts'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { ecmCaller, password, user } from '../../sandbox/ecm/contract/caller.ts'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'

export const caseCategory = 16900
export const letterCategory = 16910
const attribute = (id: number, name: string, type = 'String', more: object = {}) => ({ id, name, type, ...more })
export const worldSettings = {
  categories: [
    {
      id: caseCategory,
      name: 'Case',
      attributes: [
        attribute(2, 'Status'),
        attribute(3, 'Stage'),
        attribute(4, 'Expires', 'Date'),
        attribute(5, 'Tags', 'String', { multiValue: true }),
        attribute(6, 'Score', 'Integer'),
        {
          id: 30,
          name: 'Steps',
          type: 'Set',
          maxRows: 5,
          attributes: [attribute(31, 'Step'), attribute(32, 'Due', 'Date')],
        },
      ],
    },
    { id: letterCategory, name: 'Letter', attributes: [attribute(2, 'Approval')] },
  ],
  workspaceTypes: [
    {
      ...{ id: 10, name: 'Case', parentId: 3000, externalSystem: 'SAP', businessObjectType: 'CASE' },
      templates: [{ id: 20, name: 'Case template', folders: ['Letters'], categories: [caseCategory] }],
    },
    { id: 11, name: 'Case archive', parentId: 3000, templates: [{ id: 21, name: 'Archive template' }] },
  ],
  nodes: [{ id: 3000, name: 'Cases' }],
}

const Made = z.object({ results: z.object({ id: z.number() }) })
const MadeNode = z.object({ results: z.object({ data: z.object({ properties: z.object({ id: z.number() }) }) }) })
const Whole = z.looseObject({ children: z.array(z.object({ id: z.number(), name: z.string() })) })

/** An event as the tests look at it. */
export interface Told {
  readonly schema: string
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

export const pollSettings: EcmPollSettings = {
  ...{
    source: 'https://ecm.example/otcs/cs',
    types: undefined,
    statuses: ['Status', 'Letter.Approval'],
    baseline: 'now',
  },
  ...{ zone: 'UTC', everyMs: 0, perSecond: 10_000, page: 100 },
  ...{ overlapMs: 600_000, settleMs: 1_000, reconcileHours: 24 },
}

export class EcmRig {
  readonly sandbox: RunningSandbox
  readonly told: Told[] = []
  readonly refused: { readonly reason: string; readonly text: string }[] = []
  readonly rows = new Map<string, unknown>()
  readonly troubles: string[] = []
  requests = 0
  readonly #as: ReturnType<typeof ecmCaller>['as']
  #poll: EcmPoll
  #settings: EcmPollSettings

  private constructor(sandbox: RunningSandbox, settings: Partial<EcmPollSettings>) {
    this.sandbox = sandbox
    this.#settings = { ...pollSettings, ...settings }
    this.#poll = this.#open()
    this.#as = ecmCaller(() => sandbox).as
  }

  static async start(settings: Partial<EcmPollSettings> = {}, sandbox: object = {}): Promise<EcmRig> {
    const running = await startSandbox('ecm', { user, password, settings: { ...worldSettings, ...sandbox } })
    return new EcmRig(running, settings)
  }

  #open(): EcmPoll {
    const url = `${this.sandbox.url}/otcs/cs`
    const limits = { connections: 6, timeoutMs: 5_000, uploadTimeoutMs: 5_000 }
    return new EcmPoll(this.#settings, new ContentServer({ url, user, password, ...limits }, systemClock))
  }

  get #state(): PollState {
    const { rows } = this
    return {
      get: key => rows.get(key),
      has: key => rows.has(key),
      keys: prefix => [...rows.keys()].filter(key => key.startsWith(prefix)),
      size: rows.size,
    }
  }

  /** One step; `commit` false loses what it answers, as a crash does. */
  async step(orders: readonly PollOrder[] = [], commit = true): Promise<Polled> {
    const polled = await this.#poll.step(this.#state, orders, new AbortController().signal)
    this.requests += polled.requests
    if (polled.trouble !== undefined) this.troubles.push(polled.trouble)
    if (!commit) {
      this.#poll.restart()
      return polled
    }
    for (const { schema, key, value } of polled.publications)
      this.told.push({
        schema: schema.name.split('.').at(-1) ?? '',
        key,
        value: z.record(z.string(), z.unknown()).parse(value),
      })
    for (const { reason, bytes } of polled.refusals) this.refused.push({ reason, text: bytes.toString() })
    for (const [key, row] of polled.rows)
      if (row === null) this.rows.delete(key)
      else this.rows.set(key, structuredClone(row))
    return polled
  }

  /** Steps until both rounds have ended so many times; answers what was told meanwhile. */
  async rounds(count = 2, orders: readonly PollOrder[] = []): Promise<Told[]> {
    const before = this.told.length
    let given = orders
    for (let ended = 0, steps = 0; ended < count; steps++) {
      if (steps > 5_000) throw new Error(`no round ends: ${this.troubles.at(-1) ?? ''}`)
      const { roundEnded } = await this.step(given)
      given = []
      if (roundEnded) ended++
    }
    return this.told.slice(before)
  }

  /** What another process would do that takes the partition over. */
  handOver(settings: Partial<EcmPollSettings> = {}): void {
    void this.#poll.close()
    this.#settings = { ...this.#settings, ...settings }
    this.#poll = this.#open()
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${this.sandbox.url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { headers, body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  async workspace(id: string, more: object = {}): Promise<number> {
    const json = { template_id: 20, name: `Case ${id}`, ext_system_id: 'SAP', bo_type: 'CASE', bo_id: id, ...more }
    return Made.parse((await this.call('POST', '/v2/businessworkspaces', { json })).body).results.id
  }

  async document(parent: number, name: string, more: object = {}): Promise<number> {
    const form = new FormData()
    form.set('body', JSON.stringify({ type: 144, parent_id: parent, name, ...more }))
    form.set('file', new Blob(['text']), name)
    return MadeNode.parse((await this.call('POST', '/v2/nodes', { form })).body).results.data.properties.id
  }

  async folder(parent: number, name: string): Promise<number> {
    const form = { body: JSON.stringify({ type: 0, parent_id: parent, name }) }
    return MadeNode.parse((await this.call('POST', '/v2/nodes', { form })).body).results.data.properties.id
  }

  async version(id: number): Promise<void> {
    const form = new FormData()
    form.set('file', new Blob(['more text']), 'more.txt')
    await this.call('POST', `/v2/nodes/${id}/versions`, { form })
  }

  async set(id: number, values: Readonly<Record<string, string>>, category = caseCategory): Promise<void> {
    const form = Object.fromEntries(Object.entries(values).map(([key, value]) => [`${category}_${key}`, value]))
    await this.call('PUT', `/v2/nodes/${id}/categories/${category}/`, { form })
  }

  async childNamed(parent: number, name: string): Promise<number> {
    const { children } = Whole.parse(await this.control('GET', `/nodes/${parent}`))
    return children.find(child => child.name === name)?.id ?? 0
  }

  async call(method: string, path: string, sent: Parameters<ReturnType<typeof ecmCaller>['as']>[2] = {}) {
    const heard = await this.#as(method, path, sent)
    if (heard.status !== 200) throw new Error(`${method} ${path}: ${heard.status} ${heard.said}`)
    return heard
  }

  async stop(): Promise<void> {
    await this.#poll.close()
    await this.sandbox.stop()
  }
}

/** The fields of events that a test names. */
export const fieldsOf = (told: readonly Told[], ...fields: string[]): unknown[][] =>
  told.map(({ schema, key, value }) => [schema, ...fields.map(field => (field === 'key' ? key : value[field]))])

export const reconcile = { what: 'reconcile' as const, from: null, by: 'a test', at: 0 }
/** What was changed before is read for good. */
export const settled = (): Promise<void> => sleep(2_100)
export const nextSecond = (): Promise<void> => sleep(1_000 - (Date.now() % 1_000) + 20)
