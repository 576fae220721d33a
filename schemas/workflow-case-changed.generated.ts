// Written by schemas/generate.ts from workflow-case-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A field that is another than it was. */
export interface WorkflowFieldChange {
  /** Its name, as in this schema; of a variable variables. and its name. */
  field: string
  /** What it was, as JSON text; null where it is not known. Of variables only that they changed is known. */
  before: null | string
  /** What it is, as JSON text; null where there is none any more. */
  after: null | string
}

/** Something happened to a case: a process instance of the workflow service. */
export interface WorkflowCaseChanged {
  /** The same for the same happening, whenever and by whom it is read. */
  eventId: string
  /** The case: its business key where it has one, else process: and the process instance’s id. */
  subject: string
  /** When it happened, by the service’s clock. The service keeps no time of changes: for changed, suspended and activated, when it was noticed. */
  occurredAt: number
  /** Who says so: /workflow/ and the tenant. */
  source: string
  /** What happened: started, changed (the step it waits at, a variable, anything else: see changes), suspended, activated, completed, deleted. More may follow. */
  change: string
  /** The process instance, by the service’s id. */
  processInstanceId: string
  /** The case’s id in the business, where the process was given one. */
  businessKey: null | string
  /** The process definition with its version, by the service’s id. */
  processDefinitionId: null | string
  /** The process definition’s key: that of all its versions. */
  processDefinitionKey: null | string
  /** The process definition’s name. */
  processDefinitionName: null | string
  /** Its name. */
  name: null | string
  /** The step of the process model that it waits at; null where it does not tell, or is over. */
  activityId: null | string
  /** Whether it stands still. */
  suspended: boolean
  /** When it is due. */
  dueDate: null | number
  /** Who started it. */
  startedBy: null | string
  /** The process that it is a part of. */
  superProcessInstanceId: null | string
  /** Of changed: the step before, where it is another now. */
  previousActivityId: null | string
  /** When it was started. */
  startedAt: number
  /** Of completed and deleted: when. */
  endedAt: null | number
  /** Of deleted: why; null where nothing of the case is left to tell. */
  deleteReason: null | string
  /** Of changed, assigned, suspended and activated: what differs from what was last known. Several changes between two readings are one. */
  changes: WorkflowFieldChange[]
  /** The variables of the process, and of the task over them, each as JSON text, as of when it was read. */
  variables: Record<string, string>
  /** Fields of the service that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const WorkflowCaseChanged: RecordSchema<'signalbox.workflow.WorkflowCaseChanged', WorkflowCaseChanged> = {
  name: 'signalbox.workflow.WorkflowCaseChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'WorkflowCaseChanged',
    namespace: 'signalbox.workflow',
    doc: 'Something happened to a case: a process instance of the workflow service.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The same for the same happening, whenever and by whom it is read.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'The case: its business key where it has one, else process: and the process instance’s id.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened, by the service’s clock. The service keeps no time of changes: for changed, suspended and activated, when it was noticed.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /workflow/ and the tenant.' },
      {
        name: 'change',
        type: 'string',
        doc: 'What happened: started, changed (the step it waits at, a variable, anything else: see changes), suspended, activated, completed, deleted. More may follow.',
      },
      { name: 'processInstanceId', type: 'string', doc: 'The process instance, by the service’s id.' },
      {
        name: 'businessKey',
        type: ['null', 'string'],
        doc: 'The case’s id in the business, where the process was given one.',
        default: null,
      },
      {
        name: 'processDefinitionId',
        type: ['null', 'string'],
        doc: 'The process definition with its version, by the service’s id.',
        default: null,
      },
      {
        name: 'processDefinitionKey',
        type: ['null', 'string'],
        doc: 'The process definition’s key: that of all its versions.',
        default: null,
      },
      { name: 'processDefinitionName', type: ['null', 'string'], doc: 'The process definition’s name.', default: null },
      { name: 'name', type: ['null', 'string'], doc: 'Its name.', default: null },
      {
        name: 'activityId',
        type: ['null', 'string'],
        doc: 'The step of the process model that it waits at; null where it does not tell, or is over.',
        default: null,
      },
      { name: 'suspended', type: 'boolean', doc: 'Whether it stands still.', default: false },
      {
        name: 'dueDate',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it is due.',
        default: null,
      },
      { name: 'startedBy', type: ['null', 'string'], doc: 'Who started it.', default: null },
      {
        name: 'superProcessInstanceId',
        type: ['null', 'string'],
        doc: 'The process that it is a part of.',
        default: null,
      },
      {
        name: 'previousActivityId',
        type: ['null', 'string'],
        doc: 'Of changed: the step before, where it is another now.',
        default: null,
      },
      { name: 'startedAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When it was started.' },
      {
        name: 'endedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Of completed and deleted: when.',
        default: null,
      },
      {
        name: 'deleteReason',
        type: ['null', 'string'],
        doc: 'Of deleted: why; null where nothing of the case is left to tell.',
        default: null,
      },
      {
        name: 'changes',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'WorkflowFieldChange',
            doc: 'A field that is another than it was.',
            fields: [
              {
                name: 'field',
                type: 'string',
                doc: 'Its name, as in this schema; of a variable variables. and its name.',
              },
              {
                name: 'before',
                type: ['null', 'string'],
                doc: 'What it was, as JSON text; null where it is not known. Of variables only that they changed is known.',
                default: null,
              },
              {
                name: 'after',
                type: ['null', 'string'],
                doc: 'What it is, as JSON text; null where there is none any more.',
                default: null,
              },
            ],
          },
        },
        doc: 'Of changed, assigned, suspended and activated: what differs from what was last known. Several changes between two readings are one.',
        default: [],
      },
      {
        name: 'variables',
        type: { type: 'map', values: 'string' },
        doc: 'The variables of the process, and of the task over them, each as JSON text, as of when it was read.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the service that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
