// Written by schemas/generate.ts from ecm-upload-document.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: put a document into a folder or workspace (POST /v2/nodes); where one of that name is there and its content differs, add a version (POST /v2/nodes/{id}/versions). */
export interface EcmUploadDocument {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** Whom or what the document is about: documents of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The folder or workspace by its node id; or the three fields that follow. */
  nodeId: null | number
  /** The external system of the workspace's business object (ext_system_id). */
  externalSystem: null | string
  /** The type of the workspace's business object (bo_type). */
  businessObjectType: null | string
  /** The id of the workspace's business object (bo_id). */
  businessObjectId: null | string
  /** Names of folders from there down to the one that is meant; they must exist. */
  path: string[]
  /** The document's name, at most 248 characters. It is its identity in its folder. */
  name: string
  /** A new document's description. */
  description: null | string
  /** The content's type, such as application/pdf. */
  mimeType: string
  /** The content itself, at most 1 MB; or sourceUrl. */
  text: null | string
  /** Where the content is fetched from when it is uploaded, without credentials; it goes through as it comes. */
  sourceUrl: null | string
  /** SHA-256 of what is at sourceUrl, in hex: other content is not taken, and content that the latest version has is not uploaded again. null: each delivery makes one version. */
  contentHash: null | string
  /** By category id: the value of each attribute, as in EcmSetCategory. */
  categories: Record<string, Record<string, null | boolean | number | string | string[]>>
}

export const EcmUploadDocument: RecordSchema<'signalbox.ecm.EcmUploadDocument', EcmUploadDocument> = {
  name: 'signalbox.ecm.EcmUploadDocument',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EcmUploadDocument',
    namespace: 'signalbox.ecm',
    doc: 'Command: put a document into a folder or workspace (POST /v2/nodes); where one of that name is there and its content differs, add a version (POST /v2/nodes/{id}/versions).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'Whom or what the document is about: documents of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'nodeId',
        type: ['null', 'long'],
        doc: 'The folder or workspace by its node id; or the three fields that follow.',
        default: null,
      },
      {
        name: 'externalSystem',
        type: ['null', 'string'],
        doc: "The external system of the workspace's business object (ext_system_id).",
        default: null,
      },
      {
        name: 'businessObjectType',
        type: ['null', 'string'],
        doc: "The type of the workspace's business object (bo_type).",
        default: null,
      },
      {
        name: 'businessObjectId',
        type: ['null', 'string'],
        doc: "The id of the workspace's business object (bo_id).",
        default: null,
      },
      {
        name: 'path',
        type: { type: 'array', items: 'string' },
        doc: 'Names of folders from there down to the one that is meant; they must exist.',
        default: [],
      },
      {
        name: 'name',
        type: 'string',
        doc: "The document's name, at most 248 characters. It is its identity in its folder.",
      },
      { name: 'description', type: ['null', 'string'], doc: "A new document's description.", default: null },
      { name: 'mimeType', type: 'string', doc: "The content's type, such as application/pdf." },
      { name: 'text', type: ['null', 'string'], doc: 'The content itself, at most 1 MB; or sourceUrl.', default: null },
      {
        name: 'sourceUrl',
        type: ['null', 'string'],
        doc: 'Where the content is fetched from when it is uploaded, without credentials; it goes through as it comes.',
        default: null,
      },
      {
        name: 'contentHash',
        type: ['null', 'string'],
        doc: 'SHA-256 of what is at sourceUrl, in hex: other content is not taken, and content that the latest version has is not uploaded again. null: each delivery makes one version.',
        default: null,
      },
      {
        name: 'categories',
        type: {
          type: 'map',
          values: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        },
        doc: 'By category id: the value of each attribute, as in EcmSetCategory.',
        default: {},
      },
    ],
  },
}
