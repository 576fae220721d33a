/** The cases and documents of customers, by the newest word on each. */
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Content } from './model-content.ts'
import { among, Made, same } from './model-known.ts'

interface Case {
  name: string
  businessObjectId: string | null
  status: string | null
  open: boolean
  openedAt: number
  changedAt: number
}
interface Document {
  kind: string | null
  workspaceId: number
  approved: boolean
  changedAt: number
}

export class Cases {
  readonly of = new Made<Map<number, Case>>(() => new Map())
  readonly #ecm: Flows['ecm']
  readonly #book: Book

  constructor(ecm: Flows['ecm'], book: Book) {
    this.#ecm = ecm
    this.#book = book
  }

  take(customer: string, content: Content): void {
    const { what, workspaceId, occurredAt, to } = content
    const isRead = ['workspace_created', 'workspace_renamed', 'workspace_linked', 'status_changed', 'deleted']
    if (content.ofDocument || !isRead.includes(what)) return
    if (!among(this.#ecm.caseWorkspaceTypes, content.workspaceType)) return
    const cases = this.of.of(customer)
    const known = cases.get(workspaceId)
    if (what === 'deleted') {
      cases.delete(workspaceId)
      return
    }
    if (known && occurredAt < known.changedAt) {
      this.#book.decide('follow-cases', 'newer_known', content.eventId, customer)
      return
    }
    const status = what === 'status_changed' ? to : (known?.status ?? null)
    const open = !among(this.#ecm.closedStatuses, status)
    const isReopened = known !== undefined && !known.open && open
    const openedAt = known === undefined || isReopened ? occurredAt : known.openedAt
    const { workspaceName: name, businessObjectId } = content
    cases.set(workspaceId, { name, businessObjectId, status, open, openedAt, changedAt: occurredAt })
  }
}

export class Documents {
  readonly of = new Made<Map<number, Document>>(() => new Map())
  readonly #ecm: Flows['ecm']
  readonly #book: Book

  constructor(ecm: Flows['ecm'], book: Book) {
    this.#ecm = ecm
    this.#book = book
  }

  take(customer: string, content: Content): void {
    const { what, workspaceId, nodeId, ofDocument, occurredAt, kind } = content
    const documents = this.of.of(customer)
    if (what === 'deleted') {
      for (const [id, known] of documents)
        if (known.workspaceId === workspaceId && (!ofDocument || id === nodeId)) documents.delete(id)
      return
    }
    const { approval } = this.#ecm
    const isApproval = what === 'status_changed' && same(content.name, approval.status)
    if (!ofDocument || !(what === 'document_added' || isApproval)) return
    const known = documents.get(nodeId) ?? { kind: null, approved: false, changedAt: 0, workspaceId }
    const now = { ...known, workspaceId, kind: kind ?? known.kind }
    if (isApproval && occurredAt < known.changedAt) {
      this.#book.decide('follow-documents', 'newer_known', content.eventId, customer)
      return
    }
    const approved = isApproval && { approved: among(approval.approved, content.to), changedAt: occurredAt }
    documents.set(nodeId, { ...now, ...approved })
  }
}
