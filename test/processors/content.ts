/** What happens in Extended ECM, as its poller tells it: sent to a driver whose topology has resolveWorkspaces. */
import { resolveWorkspaces } from '../../processors/resolve-workspaces.ts'
import { followCases } from '../../processors/follow-cases.ts'
import { followDocuments } from '../../processors/follow-documents.ts'
import { EcmCategoryChanged } from '../../schemas/ecm-category-changed.generated.ts'
import { EcmDeleted } from '../../schemas/ecm-deleted.generated.ts'
import { EcmDocumentAdded } from '../../schemas/ecm-document-added.generated.ts'
import { EcmStatusChanged } from '../../schemas/ecm-status-changed.generated.ts'
import { EcmWorkspaceChanged } from '../../schemas/ecm-workspace-changed.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { ecmEvents } from '../../topics/ecm-events.ts'

/** What stands before every flow that reads customer.content. */
export const contentProcessors = (ecm = exampleFlows.ecm) => [
  resolveWorkspaces(ecm),
  followCases(ecm),
  followDocuments(ecm),
]

/** When and under which id; the clock, and a new id, where not said. */
export interface Told {
  readonly at?: number
  readonly eventId?: string
}

interface WorkspaceFacts {
  readonly workspaceId: number
  readonly workspaceName?: string
  readonly workspaceType: string
  readonly businessObjectId: string | null
}

/** A business workspace as it is now; every call is an event. */
export class Workspace {
  static #told = 0
  readonly #driver: TestDriver
  readonly #facts: Required<WorkspaceFacts>

  constructor(driver: TestDriver, facts: WorkspaceFacts) {
    this.#driver = driver
    this.#facts = { workspaceName: `Workspace ${facts.workspaceId}`, ...facts }
  }

  created(told: Told = {}): void {
    this.#changed('created', null, this.#facts.workspaceName, told)
  }

  renamed(workspaceName: string, told: Told = {}): Workspace {
    const now = new Workspace(this.#driver, { ...this.#facts, workspaceName })
    now.#changed('renamed', this.#facts.workspaceName, workspaceName, told)
    return now
  }

  /** It belongs to another business object, and tells it under that one's id. */
  linked(businessObjectId: string, told: Told = {}): Workspace {
    const now = new Workspace(this.#driver, { ...this.#facts, businessObjectId })
    now.#changed('linked', this.#facts.businessObjectId, businessObjectId, told)
    return now
  }

  /** An attribute of the workspace, by category and name; what Extended ECM tells of a text is JSON. */
  attribute(categoryName: string, attributeName: string, from: unknown, to: unknown, told: Told = {}): void {
    this.#attribute(this.#node, categoryName, attributeName, from, to, told)
  }

  /** Whose a workspace is that has a business object of its own, such as a case. */
  customer(customer: string | null, told: Told = {}, former: string | null = null): void {
    this.attribute('Case', 'Customer', former, customer, told)
  }

  /** A status of the workspace. The poller tells its attribute as well, which the flows read or leave: `attribute`. */
  status(from: string | null, to: string | null, told: Told = {}): void {
    this.#status(this.#node, 'Case', 'Status', from, to, told)
  }

  deleted(told: Told = {}): void {
    this.#driver.send(ecmEvents, EcmDeleted, { ...this.#event(told), ...this.#node, reason: 'gone' })
  }

  /** A document in it: what happens to it. */
  document(documentId: number, kind: string | null, documentName = `Document ${documentId}`) {
    const node = { nodeId: documentId, nodeKind: 'document' as const, nodeName: documentName }
    return {
      added: (version = 1, told: Told = {}) =>
        this.#driver.send(ecmEvents, EcmDocumentAdded, {
          ...this.#event(told),
          ...{ documentId, documentName, version, kind, folderId: this.#facts.workspaceId },
          ...{ fileName: documentName, mimeType: 'application/pdf', size: 1_000 },
        }),
      attribute: (category: string, name: string, from: unknown, to: unknown, told: Told = {}) =>
        this.#attribute(node, category, name, from, to, told),
      /** What approves it, as processors/flows.json names it. */
      approval: (from: string | null, to: string | null, told: Told = {}, category = 'Review') =>
        this.#status(node, category, 'Approval', from, to, told),
      status: (name: string, from: string | null, to: string | null, told: Told = {}) =>
        this.#status(node, 'Review', name, from, to, told),
      deleted: (reason: 'gone' | 'moved' = 'gone', told: Told = {}) =>
        this.#driver.send(ecmEvents, EcmDeleted, { ...this.#event(told), ...node, reason }),
    }
  }

  get #node() {
    const { workspaceId: nodeId, workspaceName: nodeName } = this.#facts
    return { nodeId, nodeKind: 'workspace' as const, nodeName }
  }

  #event({ at, eventId }: Told) {
    const { businessObjectId, workspaceId } = this.#facts
    return {
      eventId: eventId ?? `ecm-${++Workspace.#told}`,
      subject: businessObjectId ?? `workspace:${workspaceId}`,
      occurredAt: at ?? this.#driver.now,
      source: 'https://ecm.example/otcs/cs',
      ...this.#facts,
      ...{ externalSystem: 'CRM', businessObjectType: this.#facts.workspaceType.toLowerCase() },
      extra: {},
    }
  }

  #changed(change: 'created' | 'renamed' | 'linked', from: string | null, to: string, told: Told): void {
    this.#driver.send(ecmEvents, EcmWorkspaceChanged, { ...this.#event(told), change, from, to })
  }

  #attribute(node: Node, categoryName: string, attributeName: string, from: unknown, to: unknown, told: Told): void {
    this.#driver.send(ecmEvents, EcmCategoryChanged, {
      ...this.#event(told),
      ...node,
      ...{ categoryId: 16900, categoryName, attribute: '2', attributeName, type: 'String' },
      ...{ from: jsonOf(from), to: jsonOf(to) },
    })
  }

  #status(node: Node, categoryName: string, status: string, from: string | null, to: string | null, told: Told): void {
    this.#driver.send(ecmEvents, EcmStatusChanged, { ...this.#event(told), ...node, status, categoryName, from, to })
  }
}

type Node = Pick<EcmStatusChanged, 'nodeId' | 'nodeKind' | 'nodeName'>
const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/** A workspace whose business object is the customer. */
export const workspaceOf = (driver: TestDriver, customer: string, workspaceId: number, workspaceType = 'Customer') =>
  new Workspace(driver, { workspaceId, workspaceType, businessObjectId: customer })

/** A case, with a business object of its own: its customer is not known before `customer` says so. */
export const caseIn = (
  driver: TestDriver,
  workspaceId: number,
  businessObjectId: string | null = `case-${workspaceId}`,
) => new Workspace(driver, { workspaceId, workspaceType: 'Case', businessObjectId })

/** A case of a customer, opened now. */
export function openedCase(driver: TestDriver, customer: string, workspaceId: number): Workspace {
  const opened = caseIn(driver, workspaceId)
  opened.created()
  opened.customer(customer)
  return opened
}
