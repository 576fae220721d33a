import type { KnownDocument, KnownDocuments } from '../schemas/known-documents.generated.ts'
import type { WaitingRequest } from '../schemas/waiting-requests.generated.ts'
import { days } from '../src/stream/define.ts'
import { sameWord } from './ecm-text.ts'
import { isWaiting } from './waiting-list.ts'

/** So long a withdrawn approval can take an entry back that the gate still holds: longer than any quiet hours. */
const takenBackWithinMs = days(7)

/** The requests by the documents as they are now: who may enter is admitted, who may no longer waits again. What does not change stays the same object. */
export const judged = (
  requests: readonly WaitingRequest[],
  known: KnownDocuments | undefined,
  at: number,
): readonly WaitingRequest[] =>
  requests.map(request => {
    const documentId = admittingDocument(known, request)
    if (isWaiting(request) === (documentId === null)) return request
    return documentId === null
      ? { ...request, state: 'waiting', documentId, dueAt: request.expiresAt }
      : { ...request, state: 'admitted', documentId, dueAt: at + takenBackWithinMs }
  })

/** The node id of a document that lets the customer in; null where there is none. */
function admittingDocument(known: KnownDocuments | undefined, wanted: WaitingRequest): number | null {
  const found = Object.entries(known?.documents ?? {}).find(([, document]) => admits(document, wanted))
  return found ? Number(found[0]) : null
}

/** Approved, and of the kind and in the workspace that the campaign named, where it named them. */
const admits = ({ approved, kind, workspaceId }: KnownDocument, wanted: WaitingRequest): boolean =>
  approved &&
  (wanted.documentKind === null || sameWord(kind, wanted.documentKind)) &&
  (wanted.workspaceId === null || String(workspaceId) === wanted.workspaceId)
