import { ContentChanged } from '../schemas/content-changed.generated.ts'
import type { KnownDocuments } from '../schemas/known-documents.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, type EventOf } from '../src/stream/define.ts'
import { customerContent } from '../topics/customer-content.ts'
import { isAmong, sameWord } from './ecm-text.ts'
import { documents } from './stores/documents.ts'

type Documents = KnownDocuments['documents']

const documentContent = reading(
  ContentChanged,
  ['what', 'workspaceId', 'nodeId', 'nodeKind', 'nodeName', 'name', 'to', 'documentKind'],
  { what: ['document_added', 'status_changed', 'deleted'] },
)
type DocumentContent = EventOf<typeof documentContent>['value']

/** Which documents a customer has, and which of them are approved, by the newest word on each. A new version of an approved document stays approved. */
export const followDocuments = ({ approval }: Flows['ecm']) =>
  processor({
    name: 'follow-documents',
    input: { from: customerContent, only: [documentContent] },
    lookups: { row: documents },
    keeps: [documents],
    outputs: [],
    reasons: ['newer_known'],
    process({ value }, { row }, { keep, drop }) {
      const { what, nodeId, nodeKind, name, to, documentKind, occurredAt } = value
      const all = row?.documents ?? {}
      if (what === 'deleted') return keep(documents, rowOf(remaining(all, value)))
      if (nodeKind !== 'document' || (what === 'status_changed' && !sameWord(name, approval.status))) return []
      const known = all[nodeId] ?? { kind: null, approved: false, changedAt: 0 }
      const now = { ...known, name: value.nodeName, workspaceId: value.workspaceId, kind: documentKind ?? known.kind }
      if (what === 'document_added') return keep(documents, rowOf({ ...all, [nodeId]: now }))
      if (occurredAt < known.changedAt) return drop('newer_known')
      const approved = isAmong(approval.approved, to)
      return keep(documents, rowOf({ ...all, [nodeId]: { ...now, approved, changedAt: occurredAt } }))
    },
  })

/** Without the document, or all of the workspace. One that moved may be known in its new workspace before it leaves the old one: there it stays. */
const remaining = (all: Documents, { workspaceId, nodeId, nodeKind }: DocumentContent): Documents =>
  Object.fromEntries(
    Object.entries(all).filter(
      ([id, known]) => known.workspaceId !== workspaceId || (nodeKind === 'document' && id !== String(nodeId)),
    ),
  )

const rowOf = (all: Documents): KnownDocuments | null => (Object.keys(all).length > 0 ? { documents: all } : null)
