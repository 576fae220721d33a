// Written by schemas/generate.ts from content-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something happened in a business workspace of Extended ECM whose customer is known. */
export interface ContentChanged {
  /** The source's id of the event. */
  eventId: string
  /** The customer's id: of whom the workspace is. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** The event's kind. An attribute that is a status is told twice, as attribute_changed and as status_changed. other: a word that came later than the reader's schema. */
  what:
    | 'other'
    | 'workspace_created'
    | 'workspace_renamed'
    | 'workspace_linked'
    | 'attribute_changed'
    | 'status_changed'
    | 'document_added'
    | 'deleted'
  /** The node id of the business workspace. */
  workspaceId: number
  /** Its name. */
  workspaceName: string
  /** The name of its type; null where the server does not say. */
  workspaceType: null | string
  /** The external system of its business object. */
  externalSystem: null | string
  /** The type of its business object. */
  businessObjectType: null | string
  /** The id of its business object; null where it has none. */
  businessObjectId: null | string
  /** The node it happened to: the workspace itself, or a document in it. */
  nodeId: number
  /** workspace, document; other: a word that came later than the reader's schema. */
  nodeKind: 'other' | 'workspace' | 'document'
  /** Its name. */
  nodeName: string
  /** Of attribute_changed and status_changed: the name of the attribute; null where the server did not describe it. */
  name: null | string
  /** The name of the attribute's category. */
  categoryName: null | string
  /** What it was before, as plain text; JSON where the value is no text. Null where there was none. */
  from: null | string
  /** What it is now, likewise; null where it was cleared. */
  to: null | string
  /** What sort of document it is: its category, else its folder; null where that is not known. */
  documentKind: null | string
  /** Of document_added: the number of the version; 1 is a new document. */
  version: null | number
}

export const ContentChanged: RecordSchema<'signalbox.flow.ContentChanged', ContentChanged> = {
  name: 'signalbox.flow.ContentChanged',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'ContentChanged',
    namespace: 'signalbox.flow',
    doc: 'Something happened in a business workspace of Extended ECM whose customer is known.',
    fields: [
      { name: 'eventId', type: 'string', doc: "The source's id of the event." },
      { name: 'subject', type: 'string', doc: "The customer's id: of whom the workspace is." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      {
        name: 'what',
        type: {
          type: 'enum',
          name: 'ContentChange',
          doc: 'What happened in Extended ECM.',
          symbols: [
            'other',
            'workspace_created',
            'workspace_renamed',
            'workspace_linked',
            'attribute_changed',
            'status_changed',
            'document_added',
            'deleted',
          ],
          default: 'other',
        },
        doc: "The event's kind. An attribute that is a status is told twice, as attribute_changed and as status_changed. other: a word that came later than the reader's schema.",
      },
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
        doc: 'The external system of its business object.',
        default: null,
      },
      { name: 'businessObjectType', type: ['null', 'string'], doc: 'The type of its business object.', default: null },
      {
        name: 'businessObjectId',
        type: ['null', 'string'],
        doc: 'The id of its business object; null where it has none.',
        default: null,
      },
      { name: 'nodeId', type: 'long', doc: 'The node it happened to: the workspace itself, or a document in it.' },
      {
        name: 'nodeKind',
        type: {
          type: 'enum',
          name: 'ContentNode',
          doc: 'What a node is.',
          symbols: ['other', 'workspace', 'document'],
          default: 'other',
        },
        doc: "workspace, document; other: a word that came later than the reader's schema.",
      },
      { name: 'nodeName', type: 'string', doc: 'Its name.' },
      {
        name: 'name',
        type: ['null', 'string'],
        doc: 'Of attribute_changed and status_changed: the name of the attribute; null where the server did not describe it.',
        default: null,
      },
      { name: 'categoryName', type: ['null', 'string'], doc: "The name of the attribute's category.", default: null },
      {
        name: 'from',
        type: ['null', 'string'],
        doc: 'What it was before, as plain text; JSON where the value is no text. Null where there was none.',
        default: null,
      },
      {
        name: 'to',
        type: ['null', 'string'],
        doc: 'What it is now, likewise; null where it was cleared.',
        default: null,
      },
      {
        name: 'documentKind',
        type: ['null', 'string'],
        doc: 'What sort of document it is: its category, else its folder; null where that is not known.',
        default: null,
      },
      {
        name: 'version',
        type: ['null', 'long'],
        doc: 'Of document_added: the number of the version; 1 is a new document.',
        default: null,
      },
    ],
  },
}
