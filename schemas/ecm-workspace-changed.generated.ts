// Written by schemas/generate.ts from ecm-workspace-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A business workspace of Extended ECM was made, renamed, or linked to another business object. */
export interface EcmWorkspaceChanged {
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
  /** created: it was not there before. renamed: its name changed. linked: its business object changed. other: a word that came later than the reader's schema. */
  change: 'other' | 'created' | 'renamed' | 'linked'
  /** The name, or the business object's id, before; null where there was none. */
  from: null | string
  /** The name, or the business object's id, now. */
  to: null | string
  /** Properties of the node that this schema does not name and that are not empty, each as JSON text. */
  extra: Record<string, string>
}

export const EcmWorkspaceChanged: RecordSchema<'signalbox.ecm.EcmWorkspaceChanged', EcmWorkspaceChanged> = {
  name: 'signalbox.ecm.EcmWorkspaceChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'EcmWorkspaceChanged',
    namespace: 'signalbox.ecm',
    doc: 'A business workspace of Extended ECM was made, renamed, or linked to another business object.',
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
      {
        name: 'change',
        type: {
          type: 'enum',
          name: 'EcmWorkspaceChange',
          doc: 'What happened to a workspace.',
          symbols: ['other', 'created', 'renamed', 'linked'],
          default: 'other',
        },
        doc: "created: it was not there before. renamed: its name changed. linked: its business object changed. other: a word that came later than the reader's schema.",
      },
      {
        name: 'from',
        type: ['null', 'string'],
        doc: "The name, or the business object's id, before; null where there was none.",
        default: null,
      },
      { name: 'to', type: ['null', 'string'], doc: "The name, or the business object's id, now.", default: null },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Properties of the node that this schema does not name and that are not empty, each as JSON text.',
        default: {},
      },
    ],
  },
}
