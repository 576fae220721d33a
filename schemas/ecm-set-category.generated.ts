// Written by schemas/generate.ts from ecm-set-category.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: set attributes of a category of a node (PUT /v2/nodes/{id}/categories/{cat}/). Attributes that are not named stay; a category that the node lacks is put on it. */
export interface EcmSetCategory {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The case, workspace or person the attributes are about: writes of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The node by its node id; or the three fields that follow. */
  nodeId: null | number
  /** The external system of the workspace's business object (ext_system_id). */
  externalSystem: null | string
  /** The type of the workspace's business object (bo_type). */
  businessObjectType: null | string
  /** The id of the workspace's business object (bo_id). */
  businessObjectId: null | string
  /** The category. */
  categoryId: number
  /** The new value of each attribute, by its number (2), or by set, row and number (30_1_31); null clears it, a list is for attributes with several values. */
  values: Record<string, null | boolean | number | string | string[]>
  /** When the values became true at their source: of two writes the newer one stays. */
  writtenAt: number
  /** The number of a text attribute of the category that keeps the time of the last write; a write that is older than what it says changes nothing. null: the last write to arrive wins. */
  writtenAtAttribute: null | string
  /** Where no workspace has this business object nothing is done, and the receipt says so; without it that is a rejection. */
  whereThere: boolean
}

export const EcmSetCategory: RecordSchema<'signalbox.ecm.EcmSetCategory', EcmSetCategory> = {
  name: 'signalbox.ecm.EcmSetCategory',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EcmSetCategory',
    namespace: 'signalbox.ecm',
    doc: 'Command: set attributes of a category of a node (PUT /v2/nodes/{id}/categories/{cat}/). Attributes that are not named stay; a category that the node lacks is put on it.',
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
        doc: 'The case, workspace or person the attributes are about: writes of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'nodeId',
        type: ['null', 'long'],
        doc: 'The node by its node id; or the three fields that follow.',
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
      { name: 'categoryId', type: 'long', doc: 'The category.' },
      {
        name: 'values',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: 'The new value of each attribute, by its number (2), or by set, row and number (30_1_31); null clears it, a list is for attributes with several values.',
      },
      {
        name: 'writtenAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the values became true at their source: of two writes the newer one stays.',
      },
      {
        name: 'writtenAtAttribute',
        type: ['null', 'string'],
        doc: 'The number of a text attribute of the category that keeps the time of the last write; a write that is older than what it says changes nothing. null: the last write to arrive wins.',
        default: null,
      },
      {
        name: 'whereThere',
        type: 'boolean',
        doc: 'Where no workspace has this business object nothing is done, and the receipt says so; without it that is a rejection.',
        default: false,
      },
    ],
  },
}
