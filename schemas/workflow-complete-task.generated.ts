// Written by schemas/generate.ts from workflow-complete-task.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: complete a task (POST /tasks/{id}, action complete). */
export interface WorkflowCompleteTask {
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
  /** The outcome that is chosen, such as approved; null: the task has none. */
  outcome: null | string
  /** What is noted beside it. */
  comment: null | string
  /** Variables of the process that it sets. */
  variables: Record<string, null | boolean | number | string>
}

export const WorkflowCompleteTask: RecordSchema<'signalbox.workflow.WorkflowCompleteTask', WorkflowCompleteTask> = {
  name: 'signalbox.workflow.WorkflowCompleteTask',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'WorkflowCompleteTask',
    namespace: 'signalbox.workflow',
    doc: 'Command: complete a task (POST /tasks/{id}, action complete).',
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
      {
        name: 'outcome',
        type: ['null', 'string'],
        doc: 'The outcome that is chosen, such as approved; null: the task has none.',
        default: null,
      },
      { name: 'comment', type: ['null', 'string'], doc: 'What is noted beside it.', default: null },
      {
        name: 'variables',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'Variables of the process that it sets.',
        default: {},
      },
    ],
  },
}
