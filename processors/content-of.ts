import type { ContentChanged } from '../schemas/content-changed.generated.ts'
import type { EcmCategoryChanged } from '../schemas/ecm-category-changed.generated.ts'
import type { EcmDeleted } from '../schemas/ecm-deleted.generated.ts'
import type { EcmDocumentAdded } from '../schemas/ecm-document-added.generated.ts'
import type { EcmStatusChanged } from '../schemas/ecm-status-changed.generated.ts'
import type { EcmWorkspaceChanged } from '../schemas/ecm-workspace-changed.generated.ts'
import type { EventOf } from '../src/stream/define.ts'
import { textOf } from './ecm-text.ts'

/** What happened in a workspace, before anybody asks whose it is. */
export type Content = Omit<ContentChanged, 'subject'>

type EcmEvent = EventOf<
  | typeof EcmWorkspaceChanged
  | typeof EcmDocumentAdded
  | typeof EcmCategoryChanged
  | typeof EcmStatusChanged
  | typeof EcmDeleted
>

/** The five events of Extended ECM in one form, with plain texts. `kinds`: what is known of the workspace's documents, for only their versions tell it. */
export function contentOf({ type, value }: EcmEvent, kinds: Readonly<Record<string, string>> = {}): Content {
  switch (type) {
    case 'signalbox.ecm.EcmWorkspaceChanged': {
      const { change, from, to } = value
      return { ...inWorkspace(value), what: change === 'other' ? change : `workspace_${change}`, from, to }
    }
    case 'signalbox.ecm.EcmDocumentAdded': {
      const { documentId: nodeId, documentName: nodeName, version, kind } = value
      const documentKind = kind ?? kinds[nodeId] ?? null
      return {
        ...inWorkspace(value),
        what: 'document_added',
        nodeId,
        nodeKind: 'document',
        nodeName,
        documentKind,
        version,
      }
    }
    case 'signalbox.ecm.EcmCategoryChanged': {
      const { attributeName: name, categoryName, from, to } = value
      const changed = { name, categoryName, from: textOf(from), to: textOf(to) }
      return { ...onNode(value, kinds, categoryName), what: 'attribute_changed', ...changed }
    }
    case 'signalbox.ecm.EcmStatusChanged': {
      const { status: name, categoryName, from, to } = value
      return { ...onNode(value, kinds, categoryName), what: 'status_changed', name, categoryName, from, to }
    }
    case 'signalbox.ecm.EcmDeleted':
      return { ...onNode(value, kinds, null), what: 'deleted' }
  }
}

/** The workspace itself as the node that something happened to, and nothing more said. */
export const theWorkspace = ({ workspaceId, workspaceName }: Pick<Content, 'workspaceId' | 'workspaceName'>) => ({
  ...{ nodeId: workspaceId, nodeKind: 'workspace' as const, nodeName: workspaceName },
  ...{ name: null, categoryName: null, from: null, to: null, documentKind: null, version: null },
})

function inWorkspace(value: EcmEvent['value']): Omit<Content, 'what'> {
  const { eventId, occurredAt, workspaceId, workspaceName, workspaceType } = value
  const { externalSystem, businessObjectType, businessObjectId } = value
  const business = { externalSystem, businessObjectType, businessObjectId }
  return { eventId, occurredAt, workspaceId, workspaceName, workspaceType, ...business, ...theWorkspace(value) }
}

/** Something about the workspace, or about a document in it, whose category stands for its kind where no version told one. */
function onNode(
  value: EventOf<typeof EcmCategoryChanged | typeof EcmStatusChanged | typeof EcmDeleted>['value'],
  kinds: Readonly<Record<string, string>>,
  category: string | null,
): Omit<Content, 'what'> {
  const { nodeId, nodeKind, nodeName } = value
  const documentKind = nodeKind === 'document' ? (kinds[nodeId] ?? category) : null
  return { ...inWorkspace(value), nodeId, nodeKind, nodeName, documentKind }
}
