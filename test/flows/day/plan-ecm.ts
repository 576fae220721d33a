import * as events from './events.ts'
import type { DayEvent } from './events.ts'
import type { Pen } from './plan.ts'

interface Workspace {
  readonly id: number
  readonly type: 'Case' | 'Onboarding' | 'Contract'
  readonly businessObjectId: string | null
  customer: string | null
  status: string | null
  isGone: boolean
  readonly documents: { readonly id: number; readonly kind: string | null; version: number; approval: string | null }[]
}

const statuses = ['New', 'In review', 'in REVIEW', 'Approved', 'Rejected', 'Resolved', 'Closed', 'Closed', 'Parked']
const kinds = ['Approval letter', 'Resolution notice', 'Claim form', 'Claim form', 'Contract', 'Memo', null]
const milestones = [
  ['Contract', 'Approved'],
  ['KYC', 'Completed'],
  ['Activation', 'Done'],
  ['Contract', 'Draft'],
  ['Colour', 'Red'],
] as const

/** What people do in Extended ECM, as its poller tells it. */
export class EcmPlan {
  readonly #pen: Pen
  readonly #workspaces: Workspace[] = []
  readonly #cases: number
  readonly #onboarding = new Set<string>()
  #ids = 1_000
  #documents = 500_000

  constructor(pen: Pen, cases: number) {
    this.#pen = pen
    this.#cases = cases
  }

  /** The cases are there, and of most it is known whose they are. */
  get evening(): (() => DayEvent)[] {
    const { chance, customers } = this.#pen
    const made = Array.from({ length: this.#cases }, () => this.#workspace('Case'))
    return [
      ...made.map(one => () => this.#created(one)),
      ...made
        .filter(() => chance.happens(0.9))
        .map(one => () => this.#named(one, chance.of(customers.slice(0, Math.ceil(customers.length / 4))))),
    ]
  }

  event(): DayEvent | undefined {
    const { chance } = this.#pen
    if (chance.happens(0.05)) return this.#newWorkspace()
    const one = chance.of(this.#workspaces)
    if (one.isGone || !this.#pen.isFree(`ecm ${one.id}`, one.customer)) return undefined
    if (one.type === 'Case' && chance.happens(one.customer === null ? 0.2 : 0.01)) {
      const customer = chance.of(this.#pen.customers)
      return this.#pen.isFree(customer) ? this.#named(one, customer) : undefined
    }
    const what = chance.weighted({ document: 30, approval: 30, status: 25, attribute: 20, renamed: 3, deleted: 2 })
    switch (what) {
      case 'document':
        return this.#document(one)
      case 'approval':
        return this.#approval(one)
      case 'status':
        return this.#status(one)
      case 'attribute':
        return this.#attribute(one)
      case 'renamed': {
        const change = { change: 'renamed', from: null, to: 'Renamed' } as const
        return events.workspace({ ...this.#about(one), ...change, workspaceName: 'Renamed' })
      }
      case 'deleted':
        return this.#deleted(one)
    }
  }

  #workspace(type: Workspace['type'], businessObjectId?: string): Workspace {
    const id = ++this.#ids
    const of = businessObjectId ?? (id % 7 === 0 ? null : `case-${id}`)
    const customer = type === 'Onboarding' ? of : null
    const one = { id, type, businessObjectId: of, customer, status: null, isGone: false, documents: [] }
    this.#workspaces.push(one)
    return one
  }

  #newWorkspace(): DayEvent | undefined {
    const { chance } = this.#pen
    const customer = chance.of(this.#pen.customers)
    if (!this.#pen.isFree(customer)) return undefined
    const isOnboarding = !this.#onboarding.has(customer) && chance.happens(0.7)
    if (isOnboarding) this.#onboarding.add(customer)
    const one = isOnboarding
      ? this.#workspace('Onboarding', customer)
      : this.#workspace(chance.of(['Case', 'Contract']))
    return this.#pen.isFree(`ecm ${one.id}`) ? this.#created(one) : undefined
  }

  #about({ id, type, businessObjectId }: Workspace) {
    const workspace = { workspaceId: id, workspaceName: `${type} ${id}`, workspaceType: type, businessObjectId }
    return { ...this.#pen.told('ecm', businessObjectId ?? `workspace:${id}`), ...workspace }
  }

  #created(one: Workspace): DayEvent {
    return events.workspace({ ...this.#about(one), change: 'created', to: `${one.type} ${one.id}` })
  }

  #named(one: Workspace, customer: string): DayEvent {
    const from = one.customer === null ? null : JSON.stringify(one.customer)
    one.customer = customer
    const said = { categoryName: 'Case', attributeName: 'Customer', from, to: JSON.stringify(customer) }
    return events.attribute({ ...this.#about(one), ...this.#itself(one), ...said })
  }

  #itself = ({ id, type }: Workspace) => ({ nodeId: id, nodeKind: 'workspace', nodeName: `${type} ${id}` }) as const

  #document(one: Workspace): DayEvent {
    const { chance } = this.#pen
    const old = one.documents.length > 0 && chance.happens(0.3) ? chance.of(one.documents) : undefined
    if (old) old.version++
    const now = old ?? { id: ++this.#documents, kind: chance.of(kinds), version: 1, approval: null }
    if (!old) one.documents.push(now)
    const said = { documentId: now.id, documentName: `Document ${now.id}`, version: now.version }
    return events.document({ ...this.#about(one), ...said, kind: chance.happens(0.9) ? now.kind : null })
  }

  #approval(one: Workspace): DayEvent {
    const { chance } = this.#pen
    const document = one.documents.length > 0 ? chance.of(one.documents) : undefined
    if (!document) return this.#document(one)
    const from = document.approval
    document.approval = chance.of(['Approved', 'Approved', 'approved', 'Rejected', null])
    const node = { nodeId: document.id, nodeKind: 'document', nodeName: `Document ${document.id}` } as const
    const status = { status: chance.happens(0.9) ? 'Approval' : 'Review', categoryName: 'Review' }
    return events.status({ ...this.#about(one), ...node, ...status, from, to: document.approval })
  }

  #status(one: Workspace): DayEvent {
    const from = one.status
    one.status = this.#pen.chance.of(statuses)
    const said = { status: 'Status', categoryName: 'Case', from, to: one.status }
    return events.status({ ...this.#about(one), ...this.#itself(one), ...said })
  }

  #attribute(one: Workspace): DayEvent {
    const [attributeName, to] = this.#pen.chance.of(milestones)
    const said = { categoryName: 'Onboarding', attributeName, to: JSON.stringify(to) }
    return events.attribute({ ...this.#about(one), ...this.#itself(one), ...said })
  }

  #deleted(one: Workspace): DayEvent {
    const document = one.documents.pop()
    if (document) {
      const node = { nodeId: document.id, nodeKind: 'document', nodeName: `Document ${document.id}` } as const
      return events.deleted({ ...this.#about(one), ...node, reason: 'gone' })
    }
    one.isGone = true
    return events.deleted({ ...this.#about(one), ...this.#itself(one), reason: 'gone' })
  }
}
