// Written by schemas/generate.ts from ecm-status-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A status changed on a business workspace of Extended ECM, or on a document in one: an attribute that SIGNALBOX_ECM_STATUS_ATTRIBUTES names. Told beside its EcmCategoryChanged. */
export interface EcmStatusChanged {
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
  /** The node that changed: the workspace itself, or a document in it. */
  nodeId: number
  /** workspace, document; other: a word that came later than the reader's schema. */
  nodeKind: 'other' | 'workspace' | 'document'
  /** Its name. */
  nodeName: string
  /** Which status: the attribute's name. */
  status: string
  /** The name of the attribute's category. */
  categoryName: null | string
  /** The word before; null where there was none. */
  from: null | string
  /** The word now; null where it was cleared. */
  to: null | string
  /** Properties of the node that this schema does not name and that are not empty, each as JSON text. */
  extra: Record<string, string>
}

export const EcmStatusChanged: RecordSchema<'signalbox.ecm.EcmStatusChanged', EcmStatusChanged> = {
  name: 'signalbox.ecm.EcmStatusChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'EcmStatusChanged',
    namespace: 'signalbox.ecm',
    doc: 'A status changed on a business workspace of Extended ECM, or on a document in one: an attribute that SIGNALBOX_ECM_STATUS_ATTRIBUTES names. Told beside its EcmCategoryChanged.',
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
      { name: 'nodeId', type: 'long', doc: 'The node that changed: the workspace itself, or a document in it.' },
      {
        name: 'nodeKind',
        type: {
          type: 'enum',
          name: 'EcmStatusNode',
          doc: 'What a node is.',
          symbols: ['other', 'workspace', 'document'],
          default: 'other',
        },
        doc: "workspace, document; other: a word that came later than the reader's schema.",
      },
      { name: 'nodeName', type: 'string', doc: 'Its name.' },
      { name: 'status', type: 'string', doc: "Which status: the attribute's name." },
      { name: 'categoryName', type: ['null', 'string'], doc: "The name of the attribute's category.", default: null },
      { name: 'from', type: ['null', 'string'], doc: 'The word before; null where there was none.', default: null },
      { name: 'to', type: ['null', 'string'], doc: 'The word now; null where it was cleared.', default: null },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Properties of the node that this schema does not name and that are not empty, each as JSON text.',
        default: {},
      },
    ],
  },
}
