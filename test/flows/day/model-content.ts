/** Whose a workspace is: what happens in it goes to the customer, or waits until somebody says who that is. */
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { DayEvent } from './events.ts'
import type { Book } from './model-book.ts'
import { among, Made, same } from './model-known.ts'

/** What happened, to the customer's workspace or a document in it. */
export interface Content {
  readonly eventId: string
  readonly occurredAt: number
  readonly what: string
  readonly workspaceId: number
  readonly workspaceName: string
  readonly workspaceType: string | null
  readonly businessObjectId: string | null
  readonly nodeId: number
  readonly ofDocument: boolean
  readonly nodeName: string
  readonly name: string | null
  readonly category: string | null
  readonly from: string | null
  readonly to: string | null
  readonly kind: string | null
  readonly version: number | null
}

interface Workspace {
  customer: string | null
  status: string | null
  waiting: Content[]
  kinds: Map<number, string>
}

type EcmEvent = Extract<DayEvent, { of: 'workspace' | 'document' | 'attribute' | 'status' | 'deleted' }>

export class Workspaces {
  readonly #known = new Made<Workspace>(() => ({ customer: null, status: null, waiting: [], kinds: new Map() }))
  readonly #ecm: Flows['ecm']
  readonly #book: Book
  readonly #tell: (customer: string, content: Content) => void

  constructor(ecm: Flows['ecm'], book: Book, tell: (customer: string, content: Content) => void) {
    this.#ecm = ecm
    this.#book = book
    this.#tell = tell
  }

  take(event: EcmEvent): void {
    const key = `${event.subject} ${event.value.workspaceId}`
    const isKnown = this.#known.has(key)
    const one = this.#known.of(key)
    const content = contentOf(event, one.kinds)
    const { what, kind, nodeId } = content
    if (what === 'deleted' && (!isKnown || !content.ofDocument)) {
      this.#known.delete(key)
      const customer = this.#customerOf(content, one)
      if (customer !== null) {
        this.#tell(customer, content)
        return
      }
      for (const { eventId } of [...one.waiting, content]) this.#decide('customer_unknown', eventId, event.subject)
      return
    }
    const former = one.customer
    const before = one.status
    one.customer = this.#customerOf(content, one)
    if (what === 'status_changed' && !content.ofDocument) one.status = content.to
    if (what === 'deleted') one.kinds.delete(nodeId)
    else if (kind !== null) one.kinds.set(nodeId, kind)

    const hasMoved = former !== null && former !== one.customer
    if (hasMoved) this.#tell(former, { ...ofWorkspace(content, 'left'), what: 'deleted' })
    if (one.customer === null) {
      one.waiting.push(content)
      this.#decide('waits_for_customer', content.eventId, event.subject)
      for (const { eventId } of one.waiting.splice(0, one.waiting.length - this.#ecm.waitingEvents))
        this.#decide('customer_unknown', eventId, event.subject)
      return
    }
    if (hasMoved) this.#tell(one.customer, { ...ofWorkspace(content, 'arrived'), what: 'status_changed', to: before })
    for (const waiting of one.waiting.splice(0)) this.#tell(one.customer, waiting)
    this.#tell(one.customer, content)
  }

  #customerOf(content: Content, { customer }: Workspace): string | null {
    if (among(this.#ecm.customerWorkspaceTypes, content.workspaceType)) return content.businessObjectId
    const isNamed =
      content.what === 'attribute_changed' &&
      !content.ofDocument &&
      same(content.name, this.#ecm.customerAttribute) &&
      (this.#ecm.customerCategory === null || same(content.category, this.#ecm.customerCategory))
    if (!isNamed) return customer
    const named = content.to?.trim() ?? ''
    return named === '' ? null : named
  }

  #decide(reason: string, eventId: string, subject: string): void {
    this.#book.decide('resolve-workspaces', reason, eventId, subject)
  }
}

const ofWorkspace = (content: Content, why: string): Content => ({
  ...content,
  eventId: `${content.eventId}/${why}`,
  ...{ nodeId: content.workspaceId, ofDocument: false, nodeName: content.workspaceName },
  ...{ name: null, category: null, from: null, to: null, kind: null, version: null },
})

function contentOf(event: EcmEvent, kinds: ReadonlyMap<number, string>): Content {
  const { eventId, occurredAt, workspaceId, workspaceName, workspaceType, businessObjectId } = event.value
  const common = {
    ...{ eventId, occurredAt, workspaceId, workspaceName, workspaceType, businessObjectId },
    ...{ nodeId: workspaceId, ofDocument: false, nodeName: workspaceName },
    ...{ name: null, category: null, from: null, to: null, kind: null, version: null },
  }
  if (event.of === 'workspace')
    return { ...common, what: `workspace_${event.value.change}`, from: event.value.from, to: event.value.to }
  if (event.of === 'document') {
    const { documentId, documentName, kind, version } = event.value
    const known = kind ?? kinds.get(documentId) ?? null
    const document = { nodeId: documentId, nodeName: documentName, ofDocument: true }
    return { ...common, ...document, what: 'document_added', kind: known, version }
  }
  const { nodeId, nodeName, nodeKind } = event.value
  const ofDocument = nodeKind === 'document'
  const category = event.of === 'deleted' ? null : event.value.categoryName
  const kind = ofDocument ? (kinds.get(nodeId) ?? category) : null
  const node = { ...common, nodeId, nodeName, ofDocument, kind }
  if (event.of === 'deleted') return { ...node, what: 'deleted' }
  if (event.of === 'status') {
    const { status: name, from, to } = event.value
    return { ...node, what: 'status_changed', name, category, from, to }
  }
  const { attributeName: name, from, to } = event.value
  return { ...node, what: 'attribute_changed', name, category, from: plainText(from), to: plainText(to) }
}

/** Of a JSON string its text. */
export function plainText(json: string | null): string | null {
  if (json === null || !json.startsWith('"')) return json
  return String(JSON.parse(json))
}
