// Written by schemas/generate.ts from workflow-claim-task.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: claim a task for a user (POST /tasks/{id}, action claim). */
export interface WorkflowClaimTask {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The case or person the task is about: commands of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The task. */
  taskId: string
  /** The user that it goes to. */
  assignee: string
}

export const WorkflowClaimTask: RecordSchema<'signalbox.workflow.WorkflowClaimTask', WorkflowClaimTask> = {
  name: 'signalbox.workflow.WorkflowClaimTask',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'WorkflowClaimTask',
    namespace: 'signalbox.workflow',
    doc: 'Command: claim a task for a user (POST /tasks/{id}, action claim).',
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
        doc: 'The case or person the task is about: commands of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'taskId', type: 'string', doc: 'The task.' },
      { name: 'assignee', type: 'string', doc: 'The user that it goes to.' },
    ],
  },
}
