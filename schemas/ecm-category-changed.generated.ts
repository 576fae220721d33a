// Written by schemas/generate.ts from ecm-category-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An attribute of a category changed on a business workspace of Extended ECM, or on a document in one. What was overwritten between two readings is not seen: from is what the last reading saw. */
export interface EcmCategoryChanged {
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
  /** The category's node id. */
  categoryId: number
  /** The category's name; null where the server did not describe it. */
  categoryName: null | string
  /** The attribute's number (2); in a set the set's, the row's and the attribute's (30_1_31); 2_multilingual for all languages of one. */
  attribute: string
  /** The attribute's name; null where the server did not describe it. */
  attributeName: null | string
  /** Its type, such as String, Integer, Date, Boolean; null where the server did not describe it. */
  type: null | string
  /** The value before, as JSON text; null where there was none. Dates are in UTC, such as "2026-05-01T00:00:00Z". An attribute with several values is a list. */
  from: null | string
  /** The value now, likewise; null where it is empty, or the category was taken off. */
  to: null | string
  /** Properties of the node that this schema does not name and that are not empty, each as JSON text. */
  extra: Record<string, string>
}

export const EcmCategoryChanged: RecordSchema<'signalbox.ecm.EcmCategoryChanged', EcmCategoryChanged> = {
  name: 'signalbox.ecm.EcmCategoryChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'EcmCategoryChanged',
    namespace: 'signalbox.ecm',
    doc: 'An attribute of a category changed on a business workspace of Extended ECM, or on a document in one. What was overwritten between two readings is not seen: from is what the last reading saw.',
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
          name: 'EcmChangedNode',
          doc: 'What a node is.',
          symbols: ['other', 'workspace', 'document'],
          default: 'other',
        },
        doc: "workspace, document; other: a word that came later than the reader's schema.",
      },
      { name: 'nodeName', type: 'string', doc: 'Its name.' },
      { name: 'categoryId', type: 'long', doc: "The category's node id." },
      {
        name: 'categoryName',
        type: ['null', 'string'],
        doc: "The category's name; null where the server did not describe it.",
        default: null,
      },
      {
        name: 'attribute',
        type: 'string',
        doc: "The attribute's number (2); in a set the set's, the row's and the attribute's (30_1_31); 2_multilingual for all languages of one.",
      },
      {
        name: 'attributeName',
        type: ['null', 'string'],
        doc: "The attribute's name; null where the server did not describe it.",
        default: null,
      },
      {
        name: 'type',
        type: ['null', 'string'],
        doc: 'Its type, such as String, Integer, Date, Boolean; null where the server did not describe it.',
        default: null,
      },
      {
        name: 'from',
        type: ['null', 'string'],
        doc: 'The value before, as JSON text; null where there was none. Dates are in UTC, such as "2026-05-01T00:00:00Z". An attribute with several values is a list.',
        default: null,
      },
      {
        name: 'to',
        type: ['null', 'string'],
        doc: 'The value now, likewise; null where it is empty, or the category was taken off.',
        default: null,
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Properties of the node that this schema does not name and that are not empty, each as JSON text.',
        default: {},
      },
    ],
  },
}
