import { z } from 'zod'
import { ecmEvents, ecmPoll } from '../../../../topics/ecm-events.ts'
import type { Random } from '../../engine/random.ts'
import { Chains, Once } from '../chains.ts'
import type { Judgement, PolledEvent, PolledSource, World } from '../source.ts'

const [user, password] = ['signalbox', 'pass-word-0451']
const caseCategory = 16_900
const letterCategory = 16_910
const firstWorkspaces = 40
/** Folders that most documents go to: their lists have many pages. */
const hot = 3

const attribute = (id: number, name: string, type = 'String', more: object = {}) => ({ id, name, type, ...more })
const settings = {
  categories: [
    {
      id: caseCategory,
      name: 'Case',
      attributes: [
        ...[attribute(2, 'Status'), attribute(3, 'Stage'), attribute(4, 'Tags', 'String', { multiValue: true })],
        { id: 30, name: 'Steps', type: 'Set', maxRows: 5, attributes: [attribute(31, 'Step')] },
      ],
    },
    { id: letterCategory, name: 'Letter', attributes: [attribute(2, 'Approval')] },
  ],
  workspaceTypes: [
    {
      ...{ id: 10, name: 'Case', parentId: 3000, externalSystem: 'SAP', businessObjectType: 'CASE' },
      templates: [{ id: 20, name: 'Case template', folders: ['Letters'], categories: [caseCategory] }],
    },
  ],
  nodes: [{ id: 3000, name: 'Cases' }],
  pageSize: { nodes: 100, audit: 100, workspaces: 500, search: 100 },
}

const Ticket = z.object({ ticket: z.string() })
const Workspace = z.object({ results: z.object({ id: z.number() }) })
const Node = z.object({ results: z.object({ data: z.object({ properties: z.object({ id: z.number() }) }) }) })
const Children = z.object({ children: z.array(z.object({ id: z.number(), name: z.string() })) })

interface Place {
  readonly id: number
  readonly letters: number
}
interface Document {
  readonly id: number
  versions: number
  /** A change of it is under way, or it is deleted. */
  busy: boolean
  isGone: boolean
}

/** Workspaces of cases with documents, and a user who changes them. */
class EcmWorld implements World {
  /** Missing once, missing twice. */
  readonly orders = ['reconcile', 'poll'] as const
  readonly #url: string
  readonly #random: Random
  readonly #places: Place[] = []
  readonly #documents: Document[] = []
  readonly #made = new Set<number>()
  /** Last values by node and attribute, as JSON text. */
  readonly #values = new Map<string, string>()
  readonly #busy = new Set<number>()
  #ticket = ''

  constructor(url: string, random: Random) {
    this.#url = url
    this.#random = random
  }

  async prepare(): Promise<void> {
    const body = new URLSearchParams({ username: user, password })
    this.#ticket = Ticket.parse(await this.#ask('POST', '/v1/auth', body)).ticket
    for (let n = 0; n < firstWorkspaces; n++) await this.#workspace(`first-${n}`)
  }

  async change(n: number): Promise<void> {
    const dice = this.#random.whole(100)
    if (dice < 45) return this.#set(n)
    if (dice < 66) return this.#upload(n)
    if (dice < 84) return this.#version(n)
    if (dice < 94) return this.#approve(n)
    if (dice < 97) return this.#remove(n)
    return this.#workspace(`new-${n}`)
  }

  async #workspace(name: string): Promise<void> {
    const json = { template_id: 20, name, ext_system_id: 'SAP', bo_type: 'CASE', bo_id: name }
    const { id } = Workspace.parse(await this.#ask('POST', '/v2/businessworkspaces', JSON.stringify(json))).results
    const { children } = Children.parse(await this.#control(`/nodes/${id}`))
    this.#made.add(id)
    this.#places.push({ id, letters: children[0]?.id ?? 0 })
  }

  /** An attribute of a workspace: a text, several, or one in a row of a set. */
  async #set(n: number): Promise<void> {
    const place = this.#pick(this.#places)
    if (!place || this.#busy.has(place.id)) return this.#upload(n)
    this.#busy.add(place.id)
    const row = 1 + this.#random.whole(2)
    const choices = [`2:v${n}`, `3:v${n}`, `4:["a","v${n}"]`, `30_${row}_31:v${n}`] as const
    const [, key = '', value = ''] = /^(\w+):(.*)$/.exec(this.#random.pick(choices)) ?? []
    await this.#put(place.id, caseCategory, key, value)
    this.#busy.delete(place.id)
  }

  async #put(id: number, category: number, key: string, value: string): Promise<void> {
    const body = new URLSearchParams({ [`${category}_${key}`]: value })
    await this.#ask('PUT', `/v2/nodes/${id}/categories/${category}/`, body)
    this.#values.set(`${id} ${category}_${key}`, value.startsWith('[') ? value : JSON.stringify(value))
  }

  async #upload(n: number): Promise<void> {
    const isHot = this.#random.chance(0.4)
    const place = isHot ? this.#places[this.#random.whole(hot)] : this.#pick(this.#places)
    if (!place) return
    const parent = this.#random.chance(0.3) ? place.id : place.letters
    const form = new FormData()
    form.set('body', JSON.stringify({ type: 144, parent_id: parent, name: `d-${n}.txt` }))
    form.set('file', new Blob([String(n)]), `d-${n}.txt`)
    const { id } = Node.parse(await this.#ask('POST', '/v2/nodes', form)).results.data.properties
    this.#documents.push({ id, versions: 1, busy: false, isGone: false })
  }

  async #version(n: number): Promise<void> {
    await this.#withDocument(n, async document => {
      const form = new FormData()
      form.set('file', new Blob([`${n} more`]), 'more.txt')
      await this.#ask('POST', `/v2/nodes/${document.id}/versions`, form)
      document.versions++
    })
  }

  async #approve(n: number): Promise<void> {
    await this.#withDocument(n, async ({ id }) => {
      const applied = [...this.#values.keys()].some(key => key.startsWith(`${id} `))
      const body = new URLSearchParams({ category_id: String(letterCategory) })
      if (!applied) await this.#ask('POST', `/v2/nodes/${id}/categories`, body)
      await this.#put(id, letterCategory, '2', `approved-${n}`)
    })
  }

  async #remove(n: number): Promise<void> {
    await this.#withDocument(n, async document => {
      await this.#ask('DELETE', `/v2/nodes/${document.id}`)
      document.isGone = true
    })
  }

  async #withDocument(n: number, work: (document: Document) => Promise<void>): Promise<void> {
    const document = this.#pick(this.#documents)
    if (!document || document.busy || document.isGone) return this.#upload(n)
    document.busy = true
    await work(document)
    document.busy = false
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[this.#random.whole(Math.max(1, items.length))]
  }

  judge(events: readonly PolledEvent[]): Judgement {
    const [ids, versions, made, deleted, chains] = [new Once(), new Once(), new Once(), new Once(), new Chains()]
    for (const { schema, value } of events) {
      ids.add(String(value['eventId']))
      if (schema === 'EcmWorkspaceChanged' && value['change'] === 'created') made.add(String(value['workspaceId']))
      if (schema === 'EcmDocumentAdded') versions.add(`${String(value['documentId'])} v${String(value['version'])}`)
      if (schema === 'EcmDeleted') deleted.add(String(value['nodeId']))
      if (schema !== 'EcmCategoryChanged') continue
      const key = `${String(value['nodeId'])} ${String(value['categoryId'])}_${String(value['attribute'])}`
      chains.add(key, textOf(value['from']), textOf(value['to']))
    }
    const gone = new Set(this.#documents.filter(({ isGone }) => isGone).map(({ id }) => String(id)))
    const there = this.#documents.filter(({ isGone }) => !isGone)
    const wanted = there.flatMap(({ id, versions }) => Array.from({ length: versions }, (_, at) => `${id} v${at + 1}`))
    const values = new Map([...this.#values].filter(([key]) => !gone.has(key.split(' ')[0] ?? '')))
    // What came and went between two rounds was never seen.
    const seenAndGone = [...gone].filter(id => versions.has(`${id} v1`))
    return {
      missed: [
        ...made.missing([...this.#made].map(String)).map(id => `workspace ${id}`),
        ...versions.missing(wanted).map(one => `document ${one}`),
        ...chains.unfinished(values).map(one => `attribute ${one}`),
      ],
      onlyByOrder: deleted.missing(seenAndGone).map(id => `deletion ${id}`),
      doubled: [...[ids, made, versions, deleted].flatMap(once => once.twice()), ...chains.broken],
      figures: {
        ...{ events: events.length, workspaces: made.size, versions: versions.size },
        ...{ 'attribute changes': chains.changes, deletions: deleted.size },
        ...{ 'documents at the source': this.#documents.length, 'of them deleted': gone.size },
      },
    }
  }

  async #ask(method: string, path: string, body?: URLSearchParams | FormData | string): Promise<unknown> {
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {}
    const headers = { ...type, ...(this.#ticket !== '' && { OTCSTicket: this.#ticket }) }
    const init = { method, headers, ...(body !== undefined && { body }) }
    const answer = await fetch(`${this.#url}/otcs/cs/api${path}`, init)
    const said = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`)
    return JSON.parse(said)
  }

  async #control(path: string): Promise<unknown> {
    return (await fetch(`${this.#url}/_sandbox${path}`)).json()
  }
}

export const ecmSource: PolledSource = {
  name: 'ecm',
  topic: ecmEvents,
  orders: ecmPoll,
  sandbox: { user, password, settings },
  env: url => ({
    ...{ SIGNALBOX_ECM_URL: `${url}/otcs/cs`, SIGNALBOX_ECM_USER: user, SIGNALBOX_ECM_PASSWORD: password },
    ...{ SIGNALBOX_ECM_BASELINE: 'all', SIGNALBOX_ECM_POLL_MS: '200', SIGNALBOX_ECM_POLL_RATE: '5000' },
    ...{ SIGNALBOX_ECM_POLL_PAGE: '25', SIGNALBOX_ECM_SETTLE_MS: '1500' },
  }),
  naive: { SIGNALBOX_ECM_OVERLAP_MS: '0' },
  skewsMs: [300_000, -300_000, 0],
  open: (url, random) => new EcmWorld(url, random),
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
