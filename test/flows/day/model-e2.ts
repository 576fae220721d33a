/** E2: news of a case go to its customer. */
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Cases } from './model-cases.ts'
import type { Content } from './model-content.ts'
import type { Gate } from './model-gate.ts'
import { among, same, type Customers } from './model-known.ts'

export class CaseNews {
  readonly #settings: Flows
  readonly #book: Book
  readonly #gate: Gate
  readonly #customers: Customers
  readonly #cases: Cases

  constructor(settings: Flows, book: Book, gate: Gate, customers: Customers, cases: Cases) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#customers = customers
    this.#cases = cases
  }

  take(customer: string, content: Content): void {
    const { E2, ecm } = this.#settings
    const { eventId, what, ofDocument, workspaceId, workspaceName: case_name, to, kind } = content
    const isDocument = what === 'document_added'
    if (!isDocument && (what !== 'status_changed' || ofDocument)) return
    if (!among(ecm.caseWorkspaceTypes, content.workspaceType)) return
    const known = this.#cases.of.of(customer).get(workspaceId)
    const refuse = (reason: string) => this.#book.decide('report-case-news', reason, eventId, customer)
    if (isDocument && !among(E2.documents, kind)) {
      refuse('not_for_customers')
      return
    }
    if (isDocument && content.version !== 1 && !E2.everyVersion) {
      refuse('document_revised')
      return
    }
    if (!isDocument && same(content.from, to)) {
      refuse('status_unchanged')
      return
    }
    if (!isDocument && !among(E2.statuses, to)) {
      refuse('not_for_customers')
      return
    }
    if (!isDocument && known && content.occurredAt < known.changedAt) {
      refuse('newer_known')
      return
    }
    this.#gate.ask({
      ...{ flow: 'E2', message: isDocument ? 'document' : 'status', eventId: `${eventId}/E2`, customer },
      correlationId: `case/${workspaceId}`,
      push: { title: case_name, summary: isDocument ? content.nodeName : to, link: null, data: {} },
      properties: {
        ...{ case_id: content.businessObjectId ?? String(workspaceId), case_name, document_kind: kind },
        document_name: isDocument ? content.nodeName : null,
        status: isDocument ? (known?.status ?? null) : to,
        first_name: this.#customers.profile(customer, 'first_name') ?? null,
        language: this.#customers.profile(customer, 'language') ?? null,
      },
    })
  }
}
