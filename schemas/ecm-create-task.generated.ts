// Written by schemas/generate.ts from ecm-create-task.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: create a task (node type 206) in a task list (POST /v2/nodes). */
export interface EcmCreateTask {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** Whom or what the task is about: tasks of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The task list, or what it lies below, by its node id; or the three fields that follow. */
  nodeId: null | number
  /** The external system of the workspace's business object (ext_system_id). */
  externalSystem: null | string
  /** The type of the workspace's business object (bo_type). */
  businessObjectType: null | string
  /** The id of the workspace's business object (bo_id). */
  businessObjectId: null | string
  /** Names of folders from there down to the one that is meant; they must exist. */
  path: string[]
  /** What the task is called. A mark of the delivery follows it, by which the same delivery is known again. */
  name: string
  /** What is to be done. */
  instructions: null | string
  /** The day it is due, as 2026-03-01. */
  dueOn: null | string
  /** The user or group that shall do it, by member id. */
  assigneeId: null | number
  /** Content Server's number for it; null: its default. */
  priority: null | number
}

export const EcmCreateTask: RecordSchema<'signalbox.ecm.EcmCreateTask', EcmCreateTask> = {
  name: 'signalbox.ecm.EcmCreateTask',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EcmCreateTask',
    namespace: 'signalbox.ecm',
    doc: 'Command: create a task (node type 206) in a task list (POST /v2/nodes).',
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
        doc: 'Whom or what the task is about: tasks of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'nodeId',
        type: ['null', 'long'],
        doc: 'The task list, or what it lies below, by its node id; or the three fields that follow.',
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
        doc: 'What the task is called. A mark of the delivery follows it, by which the same delivery is known again.',
      },
      { name: 'instructions', type: ['null', 'string'], doc: 'What is to be done.', default: null },
      { name: 'dueOn', type: ['null', 'string'], doc: 'The day it is due, as 2026-03-01.', default: null },
      {
        name: 'assigneeId',
        type: ['null', 'long'],
        doc: 'The user or group that shall do it, by member id.',
        default: null,
      },
      {
        name: 'priority',
        type: ['null', 'int'],
        doc: "Content Server's number for it; null: its default.",
        default: null,
      },
    ],
  },
}
