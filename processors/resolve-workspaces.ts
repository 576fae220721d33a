import { ContentChanged } from '../schemas/content-changed.generated.ts'
import { EcmCategoryChanged } from '../schemas/ecm-category-changed.generated.ts'
import { EcmDeleted } from '../schemas/ecm-deleted.generated.ts'
import { EcmDocumentAdded } from '../schemas/ecm-document-added.generated.ts'
import { EcmStatusChanged } from '../schemas/ecm-status-changed.generated.ts'
import { EcmWorkspaceChanged } from '../schemas/ecm-workspace-changed.generated.ts'
import type { KnownWorkspace } from '../schemas/known-workspaces.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { customerContent } from '../topics/customer-content.ts'
import { ecmEvents } from '../topics/ecm-events.ts'
import { without } from './by-name.ts'
import { contentOf, type Content } from './content-of.ts'
import { workspaces } from './stores/workspaces.ts'
import { arrival, customerOf, departure, formerCustomerOf, withContent } from './workspace-owner.ts'

/** What happens in a workspace goes to the customer whose it is. Where that is not known yet it waits, and goes in its order once somebody says. */
export const resolveWorkspaces = (ecm: Flows['ecm']) =>
  processor({
    name: 'resolve-workspaces',
    input: {
      from: ecmEvents,
      only: [EcmWorkspaceChanged, EcmDocumentAdded, EcmCategoryChanged, EcmStatusChanged, EcmDeleted],
    },
    lookups: { row: workspaces },
    keeps: [workspaces],
    outputs: [customerContent],
    reasons: ['waits_for_customer', 'customer_unknown'],
    process(event, { row }, { forward, keep, drop }) {
      const { workspaceId } = event.value
      const known = row?.workspaces[workspaceId]
      const content = contentOf(event, known?.documents)
      const customer = customerOf(content, known, ecm)
      const former = formerCustomerOf(content, known, ecm)
      const waiting = known?.waiting ?? []

      const tell = (subject: string) => (what: Content) =>
        forward(customerContent, ContentChanged, { ...what, subject }, subject)
      const giveUp = (what: Content) => drop('customer_unknown', what)
      const remember = (workspace?: Pick<KnownWorkspace, 'customer' | 'waiting'>) => {
        const others = without(row?.workspaces ?? {}, String(workspaceId))
        const now = workspace && { [workspaceId]: { ...withContent(known, content), ...workspace } }
        return keep(workspaces, now || Object.keys(others).length > 0 ? { workspaces: { ...others, ...now } } : null)
      }

      // What is gone waits for nobody, and is not remembered.
      if (content.what === 'deleted' && (!known || content.nodeKind === 'workspace'))
        return customer === null
          ? [...waiting, content].map(giveUp).concat(remember())
          : [tell(customer)(content), remember()]

      const left = former === null || former === customer ? [] : [tell(former)(departure(content))]
      if (customer === null) {
        const all = [...waiting, content]
        const kept = all.slice(-ecm.waitingEvents)
        const tooMany = all.slice(0, -ecm.waitingEvents)
        return [...left, ...tooMany.map(giveUp), drop('waits_for_customer'), remember({ customer, waiting: kept })]
      }
      const arrived = left.length > 0 && known ? [tell(customer)(arrival(content, known))] : []
      return [...left, ...arrived, ...[...waiting, content].map(tell(customer)), remember({ customer, waiting: [] })]
    },
  })
