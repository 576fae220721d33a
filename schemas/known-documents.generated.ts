// Written by schemas/generate.ts from known-documents.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A document in one of the customer's workspaces. */
export interface KnownDocument {
  /** What sort of document it is; null where that is not known. */
  kind: null | string
  /** Its name. */
  name: string
  /** The node id of the workspace that it lies in. */
  workspaceId: number
  /** Whether its status says so. */
  approved: boolean
  /** Event time of the newest word on its status; an older one changes nothing. */
  changedAt: number
}

/** The documents of a customer: one row of the documents. */
export interface KnownDocuments {
  /** By the document's node id. */
  documents: Record<string, KnownDocument>
}

export const KnownDocuments: RecordSchema<'signalbox.state.KnownDocuments', KnownDocuments> = {
  name: 'signalbox.state.KnownDocuments',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'KnownDocuments',
    namespace: 'signalbox.state',
    doc: 'The documents of a customer: one row of the documents.',
    fields: [
      {
        name: 'documents',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'KnownDocument',
            doc: "A document in one of the customer's workspaces.",
            fields: [
              {
                name: 'kind',
                type: ['null', 'string'],
                doc: 'What sort of document it is; null where that is not known.',
                default: null,
              },
              { name: 'name', type: 'string', doc: 'Its name.' },
              { name: 'workspaceId', type: 'long', doc: 'The node id of the workspace that it lies in.' },
              { name: 'approved', type: 'boolean', doc: 'Whether its status says so.' },
              {
                name: 'changedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of the newest word on its status; an older one changes nothing.',
              },
            ],
          },
        },
        doc: "By the document's node id.",
        default: {},
      },
    ],
  },
}
