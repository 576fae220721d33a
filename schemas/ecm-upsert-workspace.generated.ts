// Written by schemas/generate.ts from ecm-upsert-workspace.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: create or update the workspace of a business object (PUT /v2/businessworkspaces, bws_infos). */
export interface EcmUpsertWorkspace {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The case the workspace is for: changes of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The external system of the business object (ext_system_id). */
  externalSystem: string
  /** The type of the business object (bo_type). */
  businessObjectType: string
  /** The id of the business object (bo_id). */
  businessObjectId: string
  /** The workspace's name. */
  name: string
  /** The workspace's description; null: left as it is. */
  description: null | string
  /** What it is made from; null: what the type of the business object says. */
  templateId: null | number
  /** The type of workspace; null: what the template says. */
  workspaceTypeId: null | number
  /** Where a new one goes; null: where the type says. */
  parentId: null | number
  /** Properties of the business object with their values (bo_properties): Content Server maps them to attributes. */
  properties: Record<string, string[]>
  /** By category id: the value of each attribute, as in EcmSetCategory. */
  categories: Record<string, Record<string, null | boolean | number | string | string[]>>
}

export const EcmUpsertWorkspace: RecordSchema<'signalbox.ecm.EcmUpsertWorkspace', EcmUpsertWorkspace> = {
  name: 'signalbox.ecm.EcmUpsertWorkspace',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EcmUpsertWorkspace',
    namespace: 'signalbox.ecm',
    doc: 'Command: create or update the workspace of a business object (PUT /v2/businessworkspaces, bws_infos).',
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
        doc: 'The case the workspace is for: changes of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'externalSystem', type: 'string', doc: 'The external system of the business object (ext_system_id).' },
      { name: 'businessObjectType', type: 'string', doc: 'The type of the business object (bo_type).' },
      { name: 'businessObjectId', type: 'string', doc: 'The id of the business object (bo_id).' },
      { name: 'name', type: 'string', doc: "The workspace's name." },
      {
        name: 'description',
        type: ['null', 'string'],
        doc: "The workspace's description; null: left as it is.",
        default: null,
      },
      {
        name: 'templateId',
        type: ['null', 'long'],
        doc: 'What it is made from; null: what the type of the business object says.',
        default: null,
      },
      {
        name: 'workspaceTypeId',
        type: ['null', 'long'],
        doc: 'The type of workspace; null: what the template says.',
        default: null,
      },
      {
        name: 'parentId',
        type: ['null', 'long'],
        doc: 'Where a new one goes; null: where the type says.',
        default: null,
      },
      {
        name: 'properties',
        type: { type: 'map', values: { type: 'array', items: 'string' } },
        doc: 'Properties of the business object with their values (bo_properties): Content Server maps them to attributes.',
        default: {},
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
