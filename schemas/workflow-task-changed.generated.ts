// Written by schemas/generate.ts from workflow-task-changed.avsc: change that file and run npm run schemas:generate.
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

/** Something happened to a human task of the workflow service. */
export interface WorkflowTaskChanged {
  /** The same for the same happening, whenever and by whom it is read. */
  eventId: string
  /** The case: its business key where it has one, else process: and the process instance’s id; a task of no process is its own, task: and its id. */
  subject: string
  /** When it happened, by the service’s clock. The service keeps no time of most changes: for changed, and for assigned unless it was claimed, when it was noticed. */
  occurredAt: number
  /** Who says so: /workflow/ and the tenant. */
  source: string
  /** What happened: created, assigned (to another, or to nobody), changed (anything else, see changes), completed, deleted. More may follow. */
  change: string
  /** The task, by the service’s id. */
  taskId: string
  /** Of assigned: who had it before. */
  previousAssignee: null | string
  /** Its name. */
  name: string
  /** What is to be done. */
  description: null | string
  /** Who has it; null: nobody yet. */
  assignee: null | string
  /** Who has delegated it, and gets it back. */
  owner: null | string
  /** Who may claim it. */
  candidateUsers: string[]
  /** Whose members may claim it. */
  candidateGroups: string[]
  /** When it is due. */
  dueDate: null | number
  /** The service’s priority: 50 where nobody set another, higher is more urgent. */
  priority: number
  /** Its category. */
  category: null | string
  /** The form that it is done with. */
  formKey: null | string
  /** pending or resolved where it was delegated. */
  delegationState: null | string
  /** Whether its process stands still. */
  suspended: boolean
  /** The step of the process model that it is. */
  taskDefinitionKey: null | string
  /** The task that it is a part of. */
  parentTaskId: null | string
  /** When it was created. */
  createdAt: number
  /** When it was claimed. */
  claimedAt: null | number
  /** Of completed and deleted: when. */
  endedAt: null | number
  /** Of completed: what was decided. */
  outcome: null | string
  /** Of deleted: why; null where nothing of the task is left to tell. */
  deleteReason: null | string
  /** The process instance, by the service’s id. */
  processInstanceId: null | string
  /** The case’s id in the business, where the process was given one. */
  businessKey: null | string
  /** The process definition with its version, by the service’s id. */
  processDefinitionId: null | string
  /** The process definition’s key: that of all its versions. */
  processDefinitionKey: null | string
  /** The process definition’s name. */
  processDefinitionName: null | string
  /** Of changed, assigned, suspended and activated: what differs from what was last known. Several changes between two readings are one. */
  changes: WorkflowFieldChange[]
  /** The variables of the process, and of the task over them, each as JSON text, as of when it was read. */
  variables: Record<string, string>
  /** Fields of the service that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const WorkflowTaskChanged: RecordSchema<'signalbox.workflow.WorkflowTaskChanged', WorkflowTaskChanged> = {
  name: 'signalbox.workflow.WorkflowTaskChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'WorkflowTaskChanged',
    namespace: 'signalbox.workflow',
    doc: 'Something happened to a human task of the workflow service.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The same for the same happening, whenever and by whom it is read.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'The case: its business key where it has one, else process: and the process instance’s id; a task of no process is its own, task: and its id.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened, by the service’s clock. The service keeps no time of most changes: for changed, and for assigned unless it was claimed, when it was noticed.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /workflow/ and the tenant.' },
      {
        name: 'change',
        type: 'string',
        doc: 'What happened: created, assigned (to another, or to nobody), changed (anything else, see changes), completed, deleted. More may follow.',
      },
      { name: 'taskId', type: 'string', doc: 'The task, by the service’s id.' },
      { name: 'previousAssignee', type: ['null', 'string'], doc: 'Of assigned: who had it before.', default: null },
      { name: 'name', type: 'string', doc: 'Its name.' },
      { name: 'description', type: ['null', 'string'], doc: 'What is to be done.', default: null },
      { name: 'assignee', type: ['null', 'string'], doc: 'Who has it; null: nobody yet.', default: null },
      { name: 'owner', type: ['null', 'string'], doc: 'Who has delegated it, and gets it back.', default: null },
      { name: 'candidateUsers', type: { type: 'array', items: 'string' }, doc: 'Who may claim it.', default: [] },
      {
        name: 'candidateGroups',
        type: { type: 'array', items: 'string' },
        doc: 'Whose members may claim it.',
        default: [],
      },
      {
        name: 'dueDate',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it is due.',
        default: null,
      },
      {
        name: 'priority',
        type: 'int',
        doc: 'The service’s priority: 50 where nobody set another, higher is more urgent.',
        default: 50,
      },
      { name: 'category', type: ['null', 'string'], doc: 'Its category.', default: null },
      { name: 'formKey', type: ['null', 'string'], doc: 'The form that it is done with.', default: null },
      {
        name: 'delegationState',
        type: ['null', 'string'],
        doc: 'pending or resolved where it was delegated.',
        default: null,
      },
      { name: 'suspended', type: 'boolean', doc: 'Whether its process stands still.', default: false },
      {
        name: 'taskDefinitionKey',
        type: ['null', 'string'],
        doc: 'The step of the process model that it is.',
        default: null,
      },
      { name: 'parentTaskId', type: ['null', 'string'], doc: 'The task that it is a part of.', default: null },
      { name: 'createdAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When it was created.' },
      {
        name: 'claimedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it was claimed.',
        default: null,
      },
      {
        name: 'endedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Of completed and deleted: when.',
        default: null,
      },
      { name: 'outcome', type: ['null', 'string'], doc: 'Of completed: what was decided.', default: null },
      {
        name: 'deleteReason',
        type: ['null', 'string'],
        doc: 'Of deleted: why; null where nothing of the task is left to tell.',
        default: null,
      },
      {
        name: 'processInstanceId',
        type: ['null', 'string'],
        doc: 'The process instance, by the service’s id.',
        default: null,
      },
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
