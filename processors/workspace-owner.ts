import type { KnownWorkspace } from '../schemas/known-workspaces.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { without } from './by-name.ts'
import { theWorkspace, type Content } from './content-of.ts'
import { isAmong, sameWord } from './ecm-text.ts'

type Known = KnownWorkspace | undefined

const isOfCustomer = ({ workspaceType }: Content, { customerWorkspaceTypes }: Flows['ecm']): boolean =>
  isAmong(customerWorkspaceTypes, workspaceType)

const namesCustomer = (content: Content, { customerAttribute, customerCategory }: Flows['ecm']): boolean =>
  content.what === 'attribute_changed' &&
  content.nodeKind === 'workspace' &&
  sameWord(content.name, customerAttribute) &&
  (customerCategory === null || sameWord(content.categoryName, customerCategory))

/** Whose the workspace is, now that this has happened: its business object, or whom its attribute names; null where nobody has said. */
export function customerOf(content: Content, known: Known, ecm: Flows['ecm']): string | null {
  if (isOfCustomer(content, ecm)) return content.businessObjectId
  if (!namesCustomer(content, ecm)) return known?.customer ?? null
  const named = content.to?.trim()
  return named === '' || named === undefined ? null : named
}

/** Whose it was before. A workspace that is linked anew says so itself: what was known of it lies under its old business object. */
export const formerCustomerOf = (content: Content, known: Known, ecm: Flows['ecm']): string | null =>
  isOfCustomer(content, ecm) && content.what === 'workspace_linked' ? content.from : (known?.customer ?? null)

/** For whom it is theirs no more: as if it were gone. */
export const departure = (content: Content): Content => ({
  ...onWorkspace(content, 'left'),
  what: 'deleted',
})

/** For whom it is theirs now: its status, as if it were new. */
export const arrival = (content: Content, { status }: KnownWorkspace): Content => ({
  ...onWorkspace(content, 'arrived'),
  what: 'status_changed',
  to: status,
})

/** Said of the workspace, because of this event: under an id of its own. */
const onWorkspace = (content: Content, why: string): Content => ({
  ...content,
  ...theWorkspace(content),
  eventId: `${content.eventId}/${why}`,
})

/** What is known of the workspace after this: its newest status, and the kinds of its documents. */
export function withContent(
  known: Known,
  { what, nodeId, nodeKind, to, documentKind }: Content,
): Omit<KnownWorkspace, 'customer' | 'waiting'> {
  const { status = null, documents = {} } = known ?? {}
  const others = without(documents, String(nodeId))
  return {
    status: what === 'status_changed' && nodeKind === 'workspace' ? to : status,
    documents: what === 'deleted' || documentKind === null ? others : { ...others, [nodeId]: documentKind },
  }
}
