// Written by schemas/generate.ts from workflow-poll-row.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** How far everything has been read, by the service’s clock. */
export interface WorkflowCursor {
  /** What was there before the first start and was created earlier is not told as new. */
  announceFrom: number
  /** Everything that happened until then has been told. */
  readUntil: number
  /** When everything open was last compared; null: that is due. */
  sweptAt: null | number
  /** Whether the first round is not over. */
  isFirst: boolean
}

/** A task, as it was last seen. */
export interface WorkflowKnownTask {
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
  /** The process instance. */
  processInstanceId: null | string
  /** The process definition. */
  processDefinitionId: null | string
  /** When it was created. */
  createdAt: number
  /** When it was claimed. */
  claimedAt: null | number
}

/** A case, as it was last seen. */
export interface WorkflowKnownCase {
  /** Its business key. */
  businessKey: null | string
  /** The process definition. */
  processDefinitionId: null | string
  /** Its name. */
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
  /** When it was started. */
  startedAt: number
  /** A hash of each variable, by name. */
  variables: Record<string, string>
}

/** A job, as it had last failed. */
export interface WorkflowKnownJob {
  /** What went wrong. */
  message: string
  /** How often it will be tried again. */
  retries: number
}

/** What the poller of the workflow service remembers: how far it has read (cursor), a task, a case, a failed job, or an item that it could not read. Only the fields of what it is are set. */
export interface WorkflowPollRow {
  /** How far it has read. */
  cursor: null | WorkflowCursor
  /** A task that is open. */
  task: null | WorkflowKnownTask
  /** A case; one that has ended keeps it, for tasks that are read late. */
  case: null | WorkflowKnownCase
  /** A job that has failed. */
  job: null | WorkflowKnownJob
  /** How many changes of it have been told. */
  changes: number
  /** When the last of them happened. */
  lastAt: null | number
  /** The due date whose passing has been told. */
  overdue: null | number
  /** When it was first missed: neither open nor in the history. */
  goneSince: null | number
  /** When it ended; its end has been told. */
  endedAt: null | number
  /** When what could not be read went to the dead letters. */
  refusedAt: null | number
}

export const WorkflowPollRow: RecordSchema<'signalbox.workflow.WorkflowPollRow', WorkflowPollRow> = {
  name: 'signalbox.workflow.WorkflowPollRow',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'WorkflowPollRow',
    namespace: 'signalbox.workflow',
    doc: 'What the poller of the workflow service remembers: how far it has read (cursor), a task, a case, a failed job, or an item that it could not read. Only the fields of what it is are set.',
    fields: [
      {
        name: 'cursor',
        type: [
          'null',
          {
            type: 'record',
            name: 'WorkflowCursor',
            doc: 'How far everything has been read, by the service’s clock.',
            fields: [
              {
                name: 'announceFrom',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'What was there before the first start and was created earlier is not told as new.',
              },
              {
                name: 'readUntil',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Everything that happened until then has been told.',
              },
              {
                name: 'sweptAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When everything open was last compared; null: that is due.',
                default: null,
              },
              { name: 'isFirst', type: 'boolean', doc: 'Whether the first round is not over.', default: false },
            ],
          },
        ],
        doc: 'How far it has read.',
        default: null,
      },
      {
        name: 'task',
        type: [
          'null',
          {
            type: 'record',
            name: 'WorkflowKnownTask',
            doc: 'A task, as it was last seen.',
            fields: [
              { name: 'name', type: 'string', doc: 'Its name.' },
              { name: 'description', type: ['null', 'string'], doc: 'What is to be done.', default: null },
              { name: 'assignee', type: ['null', 'string'], doc: 'Who has it; null: nobody yet.', default: null },
              {
                name: 'owner',
                type: ['null', 'string'],
                doc: 'Who has delegated it, and gets it back.',
                default: null,
              },
              {
                name: 'candidateUsers',
                type: { type: 'array', items: 'string' },
                doc: 'Who may claim it.',
                default: [],
              },
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
              { name: 'processInstanceId', type: ['null', 'string'], doc: 'The process instance.', default: null },
              { name: 'processDefinitionId', type: ['null', 'string'], doc: 'The process definition.', default: null },
              {
                name: 'createdAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it was created.',
              },
              {
                name: 'claimedAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When it was claimed.',
                default: null,
              },
            ],
          },
        ],
        doc: 'A task that is open.',
        default: null,
      },
      {
        name: 'case',
        type: [
          'null',
          {
            type: 'record',
            name: 'WorkflowKnownCase',
            doc: 'A case, as it was last seen.',
            fields: [
              { name: 'businessKey', type: ['null', 'string'], doc: 'Its business key.', default: null },
              { name: 'processDefinitionId', type: ['null', 'string'], doc: 'The process definition.', default: null },
              { name: 'processDefinitionName', type: ['null', 'string'], doc: 'Its name.', default: null },
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
                name: 'startedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it was started.',
              },
              {
                name: 'variables',
                type: { type: 'map', values: 'string' },
                doc: 'A hash of each variable, by name.',
                default: {},
              },
            ],
          },
        ],
        doc: 'A case; one that has ended keeps it, for tasks that are read late.',
        default: null,
      },
      {
        name: 'job',
        type: [
          'null',
          {
            type: 'record',
            name: 'WorkflowKnownJob',
            doc: 'A job, as it had last failed.',
            fields: [
              { name: 'message', type: 'string', doc: 'What went wrong.' },
              { name: 'retries', type: 'int', doc: 'How often it will be tried again.' },
            ],
          },
        ],
        doc: 'A job that has failed.',
        default: null,
      },
      { name: 'changes', type: 'int', doc: 'How many changes of it have been told.', default: 0 },
      {
        name: 'lastAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When the last of them happened.',
        default: null,
      },
      {
        name: 'overdue',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'The due date whose passing has been told.',
        default: null,
      },
      {
        name: 'goneSince',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it was first missed: neither open nor in the history.',
        default: null,
      },
      {
        name: 'endedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it ended; its end has been told.',
        default: null,
      },
      {
        name: 'refusedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When what could not be read went to the dead letters.',
        default: null,
      },
    ],
  },
}
