// Written by schemas/generate.ts from ecm-document-added.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A version of a document came into a business workspace of Extended ECM: version 1 is a new document. */
export interface EcmDocumentAdded {
  /** Made of the node, what changed, to what, and when the node was modified: the same again when the same change is read again. */
  eventId: string
  /** The business object of the workspace, such as the customer's id; workspace: and its node id where it has none. */
  subject: string
  /** When the node was modified, by the server's clock; of a version, when it was made; of a deletion, when it was noticed. */
  occurredAt: number
  /** The Content Server: its address up to the CGI path. */
  source: string
  /** The node id of the business workspace. */
  workspaceId: number
  /** Its name. */
  workspaceName: string
  /** The name of its type; null where the server does not say. */
  workspaceType: null | string
  /** The external system of its business object (ext_system_id). */
  externalSystem: null | string
  /** The type of its business object (bo_type). */
  businessObjectType: null | string
  /** The id of its business object (bo_id); null where it has none. */
  businessObjectId: null | string
  /** The document's node id. */
  documentId: number
  /** The document's name now. */
  documentName: string
  /** The number of the version (version_number); each is told once. */
  version: number
  /** The name of the version's file. */
  fileName: null | string
  /** The version's media type. */
  mimeType: null | string
  /** The version's size in bytes. */
  size: null | number
  /** What sort of document it is: the name of its first category, else of the folder it lies in; null where it has no category and lies in the workspace itself. */
  kind: null | string
  /** The node it lies in: a folder, or the workspace itself. */
  folderId: number
  /** Properties of the node that this schema does not name and that are not empty, each as JSON text. */
  extra: Record<string, string>
}

export const EcmDocumentAdded: RecordSchema<'signalbox.ecm.EcmDocumentAdded', EcmDocumentAdded> = {
  name: 'signalbox.ecm.EcmDocumentAdded',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'EcmDocumentAdded',
    namespace: 'signalbox.ecm',
    doc: 'A version of a document came into a business workspace of Extended ECM: version 1 is a new document.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'Made of the node, what changed, to what, and when the node was modified: the same again when the same change is read again.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: "The business object of the workspace, such as the customer's id; workspace: and its node id where it has none.",
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "When the node was modified, by the server's clock; of a version, when it was made; of a deletion, when it was noticed.",
      },
      { name: 'source', type: 'string', doc: 'The Content Server: its address up to the CGI path.' },
      { name: 'workspaceId', type: 'long', doc: 'The node id of the business workspace.' },
      { name: 'workspaceName', type: 'string', doc: 'Its name.' },
      {
        name: 'workspaceType',
        type: ['null', 'string'],
        doc: 'The name of its type; null where the server does not say.',
        default: null,
      },
      {
        name: 'externalSystem',
        type: ['null', 'string'],
        doc: 'The external system of its business object (ext_system_id).',
        default: null,
      },
      {
        name: 'businessObjectType',
        type: ['null', 'string'],
        doc: 'The type of its business object (bo_type).',
        default: null,
      },
      {
        name: 'businessObjectId',
        type: ['null', 'string'],
        doc: 'The id of its business object (bo_id); null where it has none.',
        default: null,
      },
      { name: 'documentId', type: 'long', doc: "The document's node id." },
      { name: 'documentName', type: 'string', doc: "The document's name now." },
      { name: 'version', type: 'long', doc: 'The number of the version (version_number); each is told once.' },
      { name: 'fileName', type: ['null', 'string'], doc: "The name of the version's file.", default: null },
      { name: 'mimeType', type: ['null', 'string'], doc: "The version's media type.", default: null },
      { name: 'size', type: ['null', 'long'], doc: "The version's size in bytes.", default: null },
      {
        name: 'kind',
        type: ['null', 'string'],
        doc: 'What sort of document it is: the name of its first category, else of the folder it lies in; null where it has no category and lies in the workspace itself.',
        default: null,
      },
      { name: 'folderId', type: 'long', doc: 'The node it lies in: a folder, or the workspace itself.' },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Properties of the node that this schema does not name and that are not empty, each as JSON text.',
        default: {},
      },
    ],
  },
}
