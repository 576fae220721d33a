import { KnownDocuments } from '../../schemas/known-documents.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By customer: the documents in their workspaces, and which are approved. */
export const documents = store({
  name: 'documents',
  schema: KnownDocuments,
  expiry: 'none: as long as the document exists; a deleted one leaves the row',
})
