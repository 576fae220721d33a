// Written by schemas/generate.ts from workflow-start-process.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: start a process (POST /process-instances). */
export interface WorkflowStartProcess {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The case or person the process is about: commands of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The process definition. */
  processDefinitionKey: string
  /** What the process is called. */
  name: null | string
  /** The process's business key; null: the delivery id. */
  businessKey: null | string
  /** Variables that it starts with. */
  variables: Record<string, null | boolean | number | string>
}

export const WorkflowStartProcess: RecordSchema<'signalbox.workflow.WorkflowStartProcess', WorkflowStartProcess> = {
  name: 'signalbox.workflow.WorkflowStartProcess',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'WorkflowStartProcess',
    namespace: 'signalbox.workflow',
    doc: 'Command: start a process (POST /process-instances).',
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
        doc: 'The case or person the process is about: commands of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'processDefinitionKey', type: 'string', doc: 'The process definition.' },
      { name: 'name', type: ['null', 'string'], doc: 'What the process is called.', default: null },
      {
        name: 'businessKey',
        type: ['null', 'string'],
        doc: "The process's business key; null: the delivery id.",
        default: null,
      },
      {
        name: 'variables',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'Variables that it starts with.',
        default: {},
      },
    ],
  },
}
